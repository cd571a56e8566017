import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { ensureSyntaxTree, getIndentation, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { highlightTree, tagHighlighter, tags as t } from "@lezer/highlight";

import { goLanguage } from "./go.js";

const letters = tagHighlighter([
  { tag: t.keyword, class: "k" }, { tag: t.string, class: "s" }, { tag: t.character, class: "s" },
  { tag: t.number, class: "n" }, { tag: t.bool, class: "n" }, { tag: t.null, class: "n" },
  { tag: t.comment, class: "c" }, { tag: t.typeName, class: "t" },
  { tag: t.function(t.variableName), class: "f" }, { tag: t.function(t.propertyName), class: "f" },
]);

function stateOf(doc) {
  const state = EditorState.create({ doc, extensions: [goLanguage, indentUnit.of("\t"), EditorState.tabSize.of(4)] });
  assert.ok(ensureSyntaxTree(state, doc.length, 10_000));
  return state;
}

/** The text with a letter in front of what has a colour. */
function coloured(doc) {
  let text = "";
  let end = 0;
  highlightTree(ensureSyntaxTree(stateOf(doc), doc.length, 10_000), letters, (from, to, letter) => {
    text += `${doc.slice(end, from)}${letter}‹${doc.slice(from, to)}›`;
    end = to;
  });
  return text + doc.slice(end);
}

test("words have the colours of what they are", () => {
  const samples = [
    "k‹package› main",
    "k‹import› m s‹\"math\"› c‹// \"x\"›",
    "k‹func› f‹f›(a, b t‹int›, p k‹*›t‹T›, q io.t‹Reader›) (k‹*›t‹T›, t‹error›) {",
    "k‹func› (t k‹*›t‹List›[t‹T›]) f‹Len›() t‹N› { k‹return› t.n[i] }",
    "k‹func› f‹Map›[t‹K› t‹comparable›, t‹V› t‹any›](m t‹M›[t‹K›, k‹*›t‹V›]) [n]t‹K› {",
    "k‹var› x = k‹map›[t‹K›][]k‹*›t‹V›{n‹nil›, n‹true›}",
    "x := &t‹T›{a: pkg.t‹U›{}, b: []t‹string›{s‹`a`›, s‹\"\\\"\"›}, c: s‹'\\''›}",
    "k‹for› i := k‹range› xs { f‹g›(i*n‹2›, *p, x.m(n‹0x1F›, n‹1.5e-3›, n‹.5›, n‹2i›)) }",
    "k‹if› v, ok := x.(k‹*›t‹T›); !ok {",
    "k‹switch› v := x.(k‹type›) {",
    "k‹var› ch k‹chan› t‹T›",
    "a.len / b",
    "c‹/* func›",
  ];
  for (const sample of samples) assert.equal(coloured(sample.replace(/[kstfnc]‹|›/g, "")), sample);
  assert.equal(coloured("s := `func\nfunc` + x\nfunc"), "s := s‹`func›\ns‹func`› + x\nk‹func›");
  assert.equal(coloured("type (\n\tA int\n\tB struct {\n\t\tC\n\t\tio.E\n\t\tx, y D\n\t}\n)\n"), "k‹type› (\n\tt‹A› t‹int›\n\tt‹B› k‹struct› {\n\t\tt‹C›\n\t\tio.t‹E›\n\t\tx, y t‹D›\n\t}\n)\n");
});

test("what is half written does not change what follows", () => {
  const rest = "\nfunc f(x T) {\n\treturn g(\"a\")\n}\n";
  for (const half of ["x := \"abc", "f('", "if x {", "a[", "type", "x.", ")}]"]) {
    assert.ok(coloured(half + rest).endsWith(coloured(rest)), half);
  }
});

test("lines begin where gofmt has them", async () => {
  const examples = new URL("../../public/examples/", import.meta.url);
  let count = 0;
  for (const entry of await readdir(examples, { recursive: true })) {
    if (!entry.endsWith(".go")) continue;
    const state = stateOf(await readFile(new URL(entry, examples), "utf8"));
    const { doc } = state;
    for (let number = 1; number <= doc.lines; number += 1) {
      const { text, from } = doc.line(number);
      if (!text.trim()) continue;
      assert.equal(getIndentation(state, from), 4 * /^\t*/.exec(text)[0].length, `${entry}:${number}: ${text}`);
      count += 1;
    }
  }
  assert.ok(count > 500);
});

test("the next line is indented as what was begun", () => {
  const column = (text) => getIndentation(stateOf(text), text.length);
  assert.equal(column("func f() {\n"), 4);
  assert.equal(column("func f() {\n\tswitch x {\n\tcase 1:\n"), 8);
  assert.equal(column("func f() {\n\tx := a +\n"), 8);
  assert.equal(column("func f() {\n\tg(a,\n"), 8);
  assert.equal(column("func f() {\n\tg(func() {\n\t\th()\n"), 8);
  assert.equal(column("func f() {\n\tx := a\n"), 4);
  assert.equal(column("func f() {\n}\n"), 0);
});
