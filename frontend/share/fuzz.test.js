// What comes back from links and texts may be from anybody: fixed inputs that
// nobody would write, for the reader of links and for what the dialog writes.
// `FUZZ=N node --test share/fuzz.test.js` tries N times as many.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fragment, read } from "./link.js";
import { exported, markdown, snippet } from "./text.js";

const TIMES = Number(process.env.FUZZ ?? 1);

/** Numbers below `n` that look random, the same in every run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % n;
  };
}

const PIECES = [
  "package main\n", "-- a.go --\n", "```", "~~~", "</pre>", "<script>", "-->", "&amp;", "\0", "\ud800", "\u202e", "中", "\r\n", "\t",
  "__proto__", "constructor", "\"", "'", "`", "${x}", "]]>", "//⇐ x", "1e999", "{", "}", "[", "]",
];
const text = (below) => Array.from({ length: below(12) }, () => PIECES[below(PIECES.length)]).join("");

/** A value that a link could hold. */
function value(below, depth = 0) {
  const kinds = [
    () => text(below), () => below(2 ** 31) - 5, () => null, () => true, () => 0.5,
    () => Array.from({ length: below(4) }, () => value(below, depth + 1)),
    () => Object.fromEntries(Array.from({ length: below(4) }, () => [text(below), value(below, depth + 1)])),
  ];
  return kinds[below(depth > 3 ? 5 : kinds.length)]();
}

const state = (below) => ({
  name: text(below), files: Array.from({ length: 1 + below(3) }, () => [text(below), text(below)]), open: text(below),
  from: below(99), to: below(99), lang: "en", noInlining: below(2) === 1, go: below(2) ? "go1.21" : "",
});

/** `text` with some of its signs changed, gone or there twice. */
function changed(below, text) {
  const signs = [...text];
  for (let i = 0; i <= below(4); i += 1) {
    const at = below(signs.length + 1);
    const sign = "ABCDabcd0189-_.=#%"[below(18)];
    [() => signs.splice(at, 1, sign), () => signs.splice(at, below(9)), () => signs.splice(at, 0, sign), () => signs.splice(at, 0, ...signs.slice(at, at + below(30)))][below(4)]();
  }
  return signs.join("");
}

/** What is said of a link: nothing, or a state of which every part is what it should be. */
function isAnswer(answer) {
  if (answer === "later" || answer === "broken") return;
  const { name, files, open, from, to, lang, noInlining, go } = answer;
  for (const part of [name, open, lang, go, ...files.flat()]) assert.equal(typeof part, "string");
  for (const part of [from, to]) assert.ok(Number.isInteger(part) && part >= 0 && part < 2 ** 31);
  assert.equal(typeof noInlining, "boolean");
  assert.ok(files.length > 0 && name.length <= 80 && /^(go1\.\d{1,3})?$/.test(go));
  assert.equal({}.polluted, undefined);
}

test("a link that is changed is an answer, and one that is not is itself", async () => {
  const below = numbers(1);
  for (let i = 0; i < 500 * TIMES; i += 1) {
    const one = state(below);
    const link = await fragment(one);
    if (i % 5 === 0) {
      const wellFormed = JSON.parse(JSON.stringify(one).replaceAll(/\\ud800/g, "\\ufffd"));
      const whole = await read(await fragment(wellFormed));
      assert.deepEqual({ ...whole, name: "" }, { ...wellFormed, name: "", to: wellFormed.to });
    }
    isAnswer(await read(changed(below, link)));
  }
});

test("a link that holds anything is an answer", async () => {
  const below = numbers(2);
  for (let i = 0; i < 500 * TIMES; i += 1) {
    const { name, files, open, from, to, lang } = state(below);
    const whole = { name, files, open, at: [from, to], lang, l: 1, go: "go1.20" };
    const held = below(4) ? { ...whole, [Object.keys(whole)[below(7)]]: value(below) } : value(below);
    const json = new Blob([below(8) ? JSON.stringify(held) : changed(below, JSON.stringify(held))]);
    const stream = json.stream().pipeThrough(new CompressionStream("deflate-raw"));
    isAnswer(await read(`#share=1.${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`));
  }
});

test("nothing in a program ends what it is put into", () => {
  const below = numbers(3);
  const well = (text) => text.replaceAll("\ud800", "\ufffd");
  for (let i = 0; i < 2_000 * TIMES; i += 1) {
    const program = well(text(below));
    const choices = {
      theme: ["system", "dark"][below(2)], lang: ["", "zh"][below(2)], lines: text(below), highlight: well(text(below)),
      quiz: below(2) === 1, readonly: below(2) === 1, noInlining: below(2) === 1,
    };
    choices.lines = well(choices.lines);
    const to = { home: "https://example.org/", program, title: well(text(below)) };
    const html = snippet({ ...choices, form: "html" }, to);
    const tags = html.match(/<\/?[a-z-]+/g);
    assert.deepEqual(tags, ["<script", "</script", "<go-escape", "<pre", "<code", "</code", "</pre", "</go-escape"], html);
    const frame = snippet({ ...choices, form: "frame" }, to);
    assert.deepEqual(frame.match(/<\/?[a-z-]+/g), ["<iframe", "</iframe"], frame);
    const { hash } = new URL(/src="([^"]*)"/.exec(frame)[1].replaceAll("&amp;", "&"));
    assert.equal(new URLSearchParams(hash.slice(1)).get("code"), program);

    const marks = [{ line: 1, text: well(text(below)) }, { line: 3, text: "stack" }];
    const lines = exported(program, marks).split("\n");
    assert.ok(program.split("\n").every((line, index) => lines[index].startsWith(line)), "code is left as it is");
    assert.equal(lines.length, program.split("\n").length);
    for (const verdicts of [false, true]) {
      const [opening, ...rest] = markdown([{ name: "main.go", text: program, marks }], { verdicts, link: "", words: String }).trimEnd().split("\n");
      const fence = /^`+/.exec(opening)[0];
      assert.equal(rest.pop(), fence);
      assert.ok(!rest.some((line) => line.trimStart().startsWith(fence)), opening);
    }
  }
});
