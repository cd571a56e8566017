// Lessons and the cheat sheet are whole, in both languages, and speak of lines
// that there are. Whether what they say of them is true, truth.mjs asks the
// analysis.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { all, lineOf, parse, pieces, plain } from "./markdown.js";
import { record } from "./data.js";
import { page } from "./page.js";
import { shapes } from "./shapes.js";
import { all as words, speaker } from "./words.js";

const at = (path) => fileURLToPath(new URL(`../../public/${path}`, import.meta.url));
const read = (path) => readFile(at(path), "utf8");
const examples = JSON.parse(await read("examples/index.json"));
const HAN = /[\u4e00-\u9fff]/;

/** What the headings of a lesson may be, in their order; the ones with a star have to be there. */
const HEADINGS = [
  ["What Go 1.27 does", "Go 1.27 怎么做", "*"],
  ["Since when, and why", "何时改变，为何"],
  ["What to do", "怎么改"],
  ["Try it", "动手试试", "*"],
];

/** The words of blocks, programs apart. */
const wordsOf = (blocks, of = plain) => blocks.map(({ inner, items, head, rows }) => (
  [inner, ...(items ?? []), ...(head ?? []), ...(rows ?? []).flat()].filter(Boolean).map(of).join("\n"))).join("\n");

/** Words that are no code. */
const prose = (inner) => inner.map((piece) => (typeof piece === "string" ? piece : piece.inner ? prose(piece.inner) : "")).join("");

/** What must be the same in every language: the kinds of blocks, and all code in them. */
const shape = (blocks) => ({
  blocks: blocks.map(({ kind, level, items, rows }) => [kind, level, items?.length, rows?.length]),
  claims: [...all(blocks, "claim")].map((claim) => JSON.stringify(claim)).sort(),
  links: [...all(blocks, "link")].map(({ address }) => address).sort(),
});

async function both(path) {
  const [en, zh] = await Promise.all(["en", "zh"].map(async (lang) => parse(await read(`${path}.${lang}.md`))));
  assert.ok(!HAN.test(wordsOf(en)), `${path}: English`);
  for (const block of zh) {
    const text = wordsOf([block]);
    if (block.kind !== "program" && !/^[\w\s|`=.-]*$/.test(text)) assert.match(text, HAN, `${path}: 中文: ${text}`);
  }
  assert.deepEqual(shape(zh), shape(en), path);
  for (const blocks of [en, zh]) assert.doesNotMatch(wordsOf(blocks, prose), /\*\*|\{[\w.-]+\.go |\]\(|<\w/, `${path}: something was not understood`);
  return { en, zh };
}

test("every example has a lesson, in both languages, whose lines there are", async () => {
  const sections = examples.map(({ section }) => section);
  const wanted = [...Array.from({ length: 14 }, (_, i) => `2.${i + 1}`), ...Array.from({ length: 7 }, (_, i) => `table.${i + 1}`)];
  assert.deepEqual(sections, wanted);
  for (const { slug, files } of examples) {
    const about = JSON.parse(await read(`examples/${slug}/about.json`));
    const lesson = await both(`examples/${slug}/lesson`);
    for (const [index, blocks] of [lesson.en, lesson.zh].entries()) {
      assert.equal(blocks[0].kind, "quote", `${slug}: begins with what the text says`);
      const headings = blocks.filter(({ kind }) => kind === "heading").map(({ inner }) => plain(inner));
      const allowed = HEADINGS.map((heading) => heading[index]);
      assert.deepEqual(headings, allowed.filter((heading) => headings.includes(heading)), `${slug}: headings`);
      for (const heading of HEADINGS) if (heading[2]) assert.ok(headings.includes(heading[index]), `${slug}: ${heading[index]}`);
      // What differs from the text has a reason and a date.
      if (about.changed) assert.ok(headings.includes(HEADINGS[1][index]), `${slug}: since when`);
    }
    const text = Object.fromEntries(await Promise.all(files.map(async ({ name }) => [name, await read(`examples/${slug}/${name}`)])));
    let lines = 0;
    for (const { code, file, verdict } of all(lesson.en, "claim")) {
      assert.ok(text[file], `${slug}: ${file}`);
      if (verdict === "says") continue;
      lines += 1;
      assert.ok(lineOf(text[file], code), `${slug}/${file} has one line with ${code}`);
    }
    assert.ok(lines >= 1, `${slug} speaks of its code`);
    for (const language of ["en", "zh"]) {
      assert.ok(about.summary[language] && (!about.changed || about.changed[language]), `${slug}: about`);
    }
    assert.match(about.summary.zh, HAN, slug);
  }
});

test("every link leads to a lesson", async () => {
  const targets = new Set(examples.flatMap(({ slug, files }) => files.map(({ name }) => `#lesson=${slug}/${name}`)));
  const texts = [await both("lessons/cheatsheet"), ...await Promise.all(examples.map(({ slug }) => both(`examples/${slug}/lesson`)))];
  const linked = new Set();
  for (const { en } of texts) {
    for (const { address } of all(en, "link")) {
      assert.ok(targets.has(address), address);
      linked.add(address.split("/")[0]);
    }
  }
  assert.equal(linked.size, examples.length, "the cheat sheet leads to all of them");
});

test("assertions are taught", async () => {
  const lessons = (await Promise.all(examples.map(({ slug }) => read(`examples/${slug}/lesson.en.md`)))).join("\n");
  const sheet = await read("lessons/cheatsheet.en.md");
  for (const written of ["// want heap", "// want stack", "//escapade:noheap"]) {
    assert.ok(lessons.includes(written) && sheet.includes(written), written);
  }
});

test("there are no files that no example has", async () => {
  const entries = await readdir(at("examples"), { recursive: true, withFileTypes: true });
  const known = new Set(["index.json", ...examples.flatMap(({ files }) => files.map(({ name }) => name)), "about.json", "lesson.en.md", "lesson.zh.md"]);
  for (const entry of entries.filter((entry) => entry.isFile())) assert.ok(known.has(entry.name), entry.name);
});

test("the little Markdown", () => {
  assert.deepEqual(pieces("a `b`{x.go heap} and `c` **d** *e* [f `g`](#h)"), [
    "a ", { kind: "claim", code: "b", file: "x.go", verdict: "heap", go: undefined }, " and ", { kind: "code", code: "c" }, " ",
    { kind: "strong", inner: ["d"] }, " ", { kind: "em", inner: ["e"] }, " ",
    { kind: "link", address: "#h", inner: ["f ", { kind: "code", code: "g" }] },
  ]);
  assert.equal(pieces("`x`{y.go says go1.21}")[0].go, 21);
  assert.deepEqual(pieces("2 * 3 * 4, `unclosed"), ["2 * 3 * 4, `unclosed"]);
  assert.deepEqual(pieces("`x` {y}").slice(1), [" {y}"]);
  const blocks = parse("# H\n\n> q\n> r\n\n- a\n  b\n- c\n\n```go\nx\n\n```\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\nend\nof it\n");
  assert.deepEqual(blocks.map(({ kind }) => kind), ["heading", "quote", "list", "program", "table", "text"]);
  assert.deepEqual(blocks[1].inner, ["q r"]);
  assert.deepEqual(blocks[2].items, [["a b"], ["c"]]);
  assert.equal(blocks[3].text, "x\n");
  assert.deepEqual(blocks[4].rows, [[["1"], [{ kind: "code", code: "2" }]]]);
  assert.deepEqual(blocks[5].inner, ["end of it"]);
  assert.equal(lineOf("a\nb x\nc x", "b x"), 2);
  assert.equal(lineOf("a\nb x\nc x", "x"), 0);
});

test("pages are escaped", () => {
  const made = page("a <b> `<c>` [d](#\"e)\n", "en");
  assert.ok(made.includes("<p>a &lt;b&gt; <code>&lt;c&gt;</code> <a href=\"./#&quot;e\">d</a></p>"), made);
});

test("what the page tells is read", async () => {
  const told = ["en", "a", "bad.go", "text\n", "main.go", "3", "21", "ready", " 9 14 18", "graded", " 9h 14h", " 9h 14s 18h"];
  const data = record(told);
  assert.deepEqual([data.doc, data.line, data.go, data.refused, data.questions], [["a", "bad.go"], 3, 21, false, [9, 14, 18]]);
  assert.deepEqual(data.score.lines.map(({ guess, right }) => [guess, right]), [["heap", true], ["heap", false], [undefined, false]]);
  assert.equal(data.score.right, 1);
  const waiting = record(["en", "", "", "", "", "1", "27", "waiting", "", "", "", ""]);
  assert.deepEqual([waiting.doc, waiting.text, waiting.file, waiting.guesses, waiting.score], Array(5).fill(undefined));
  assert.deepEqual(record(told.with(9, "asking")).score, undefined);
});

test("marks have the outlines of the page's", async () => {
  const rust = await readFile(fileURLToPath(new URL("../src/editor/shape.rs", import.meta.url)), "utf8");
  for (const { kind, path } of shapes) assert.ok(rust.includes(`"${path}"`), kind);
});

test("the pane speaks both languages", () => {
  for (const [key, [en, zh, ...more]] of words) {
    assert.deepEqual(more, [], key);
    assert.ok(en && !HAN.test(en), `${key}: ${en}`);
    assert.match(zh, HAN, key);
    assert.equal(en.includes("$"), zh.includes("$"), `${key}: both or neither have a value`);
  }
  assert.equal(speaker("zh-Hans")("isHeap"), "堆");
  assert.equal(speaker("en")("line", "$&"), "Line $&");
});
