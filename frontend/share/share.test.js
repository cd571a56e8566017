import assert from "node:assert/strict";
import { test } from "node:test";

import { fragment, read } from "./link.js";
import { exported, markdown, snippet } from "./text.js";
import { all, speaker } from "./words.js";

const say = speaker("en");

test("the dialogs speak both languages", () => {
  for (const [key, [en, zh, ...more]] of all) {
    assert.deepEqual(more, [], key);
    assert.ok(en && !/[\u4e00-\u9fff]/.test(en), `${key}: ${en}`);
    assert.match(zh, /[\u4e00-\u9fff]/, key);
    assert.equal(en.includes("$"), zh.includes("$"), `${key}: both or neither have a value`);
  }
});

const STATE = {
  name: "读我.go", files: [["main.go", "package main // 中文 😀\r\n\ufeff\0"], ["a/b.go", ""]], open: "a/b.go", from: 3, to: 9,
  lang: "zh-Hans", noInlining: true, go: "go1.21",
};

test("a link holds the whole state", async () => {
  const text = await fragment(STATE);
  assert.match(text, /^#share=1\.[\w-]+$/);
  assert.deepEqual(await read(text), STATE);
  const plain = { ...STATE, noInlining: false, go: "", from: 0, to: 0 };
  assert.deepEqual(await read(await fragment(plain)), plain);
});

test("a program of a thousand lines fits into an address", async () => {
  const lines = Array.from({ length: 1_000 }, (_, i) => `\tx${i % 50} := compute(${i * 7919 % 1000}, "name ${i}")`).join("\n");
  const text = await fragment({ ...STATE, files: [["main.go", lines]] });
  assert.ok(text.length < lines.length / 3, `${text.length} characters`);
});

/** A fragment as anybody could write it. */
async function forged(json, version = 1) {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `#share=${version}.${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`;
}

test("links of later versions and broken ones are told apart", async () => {
  const good = await fragment(STATE);
  assert.equal(await read(good.replace("=1.", "=2.")), "later");
  assert.equal(await read(await forged("{}", 17)), "later");
  const at = good.length >> 1;
  const changed = good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1);
  const broken = ["#share=", "#share=1", "#share=1.", "#share=0.abcd", "#share=1.!!!!", "#share=x.abcd", good.slice(0, -9), `${good}=`];
  for (const text of broken) assert.equal(await read(text), "broken", text);
  // Nothing checks single bytes of what is deflated; but it is an answer, and soon.
  assert.ok(await read(changed));
  const base = { name: "a", files: [["a.go", ""]], open: "a.go", at: [0, 0], lang: "en" };
  for (const part of [{ files: [] }, { files: [["a.go"]] }, { files: [["a.go", 1]] }, { files: {} }, { name: 1 }, { open: null }, { lang: [] }]) {
    assert.equal(await read(await forged(JSON.stringify({ ...base, ...part }))), "broken", JSON.stringify(part));
  }
  for (const text of ["null", "[]", "1", "{", "\ud800"]) assert.equal(await read(await forged(text)), "broken", text);
  for (const at of [[-1, 2], [1.5, 2], ["0", 0], 7, [2 ** 40, 1], undefined]) {
    const { from, to } = await read(await forged(JSON.stringify({ ...base, at })));
    assert.deepEqual([from, to], [0, 0]);
  }
  assert.equal((await read(await forged(JSON.stringify({ ...base, go: "go1.21; rm" })))).go, "");
});

test("what inflates without end is given up", async () => {
  const bomb = await forged(JSON.stringify({ name: "a", files: [["a.go", "x".repeat(40 << 20)]], open: "a.go", at: [0, 0], lang: "en" }));
  assert.ok(bomb.length < 100_000, "it is small");
  assert.equal(await read(bomb), "broken");
});

test("verdicts are comments at their lines", () => {
  const marks = [{ line: 1, text: "stack" }, { line: 3, text: "x → heap:\nreturned" }, { line: 9, text: "none" }, { line: 2, text: "" }];
  assert.equal(exported("a\nb\nc\n", marks), "a //⇐ stack\nb\nc //⇐ x → heap: returned\n");
  assert.equal(exported("a", []), "a");
});

test("Markdown fences are longer than any in the program", () => {
  const files = [{ name: "main.go", text: "package main\n// ````", marks: [{ line: 1, text: "stack" }] }];
  assert.equal(markdown(files, { verdicts: false, link: "", words: say }), "`````go\npackage main\n// ````\n`````\n");
  const two = markdown([...files, { name: "go.mod", text: "module m\n", marks: [] }], { verdicts: true, link: "https://e.org/#x", words: say });
  assert.equal(two, "`main.go`\n\n`````go\npackage main //⇐ stack\n// ````\n`````\n\n`go.mod`\n\n```\nmodule m\n```\n\n[Open in Escapade](https://e.org/#x)\n");
});

const CHOICES = { form: "html", theme: "system", lang: "", lines: "", highlight: "", quiz: false, readonly: false, noInlining: false };
const of = (choices) => snippet({ ...CHOICES, ...choices }, {
  home: "https://example.org/a/", program: "package main\n\nvar s = `<b>` + \"&\"\n", title: "Go: \"x\"",
});

test("a widget's markup is escaped", () => {
  assert.equal(of({ lines: " 3-4\"> ", quiz: true, noInlining: true }), `<script type="module" src="https://example.org/a/embed/escapade.js"></script>

<go-escape lines="3-4&quot;&gt;" quiz flags="-l"><pre><code class="language-go">package main

var s = \`&lt;b&gt;\` + &quot;&amp;&quot;
</code></pre></go-escape>
`);
  const fences = of({ form: "fences", lang: "zh" });
  assert.match(fences, /<go-escape lang="zh">\n\n```go\npackage main\n/);
  assert.match(fences, /"&"\n```\n\n<\/go-escape>\n$/);
});

test("a frame has everything in its address", () => {
  const text = of({ form: "frame", theme: "dark", readonly: true });
  assert.ok(text.startsWith("<iframe src=\"https://example.org/a/embed.html#theme=dark&amp;readonly=&amp;code=package%20main%0A%0Avar"), text);
  assert.match(text, /title="Go: &quot;x&quot;"/);
  assert.match(text, /sandbox="allow-scripts"/);
});
