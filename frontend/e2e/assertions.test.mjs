// Comments that assert something: checked while one types, told like verdicts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const PROGRAM = `package main

var sink *int

//escapade:noheap
func sum(v []int) (n int) {
	for _, x := range v {
		n += x
	}
	return
}

//escapade:noheap
func keep(n int) {
	sink = &n
}

//escapade:nohaep
func main() {
	x := new(int) // want heap
	sink = x
	_ = sum(nil)
	keep(1)
}
`;

/** The kind of mark and the words of line `number`. */
const marked = (site, number) => site.page.evaluate((number) => {
  const root = document.querySelector(".editor-host").shadowRoot;
  const numbers = [...root.querySelectorAll(".cm-lineNumbers .cm-gutterElement")];
  const top = numbers.find((n) => n.textContent === String(number)).getBoundingClientRect().top;
  const shapes = [...root.querySelectorAll(".cm-verdicts .cm-gutterElement")];
  const svg = shapes.find((shape) => shape.getBoundingClientRect().top === top)?.querySelector("svg");
  const line = root.querySelectorAll(".cm-line")[number - 1];
  return {
    kind: svg?.getAttribute("class").match(/is-(\w+)/)[1],
    label: svg?.getAttribute("aria-label"),
    words: line.querySelector(".cm-words")?.textContent,
  };
}, number);

const show = async (site) => {
  await site.settled();
  await site.fill(PROGRAM);
  await site.words.getByText("no such directive").or(site.words.getByText("没有这个指令")).waitFor();
  await site.settled();
};

test("what is asserted is marked on its line, and counted", async () => {
  const site = await open({ path: "#scratch" });
  await show(site);
  assert.deepEqual(await marked(site, 5), {
    kind: "held", label: "an assertion holds", words: "holds: nothing is on the heap",
  });
  assert.deepEqual(await marked(site, 13), {
    kind: "failed", label: "an assertion does not hold", words: "does not hold: 1 on the heap",
  });
  assert.equal((await marked(site, 18)).kind, "failed", "a misspelt directive is no silence");
  const wanted = await marked(site, 20);
  assert.equal(wanted.kind, "heap");
  assert.match(wanted.words, /new\(int\) → heap: .* · as wanted$/);
  assert.match(await site.status.innerText(), /2 of 3 assertions hold/);
  // The pane has them in the order of the text, and leads to them.
  await site.page.locator("#pane .row", { hasText: "does not hold: 1 on the heap" }).click();
  const details = site.page.locator(".details");
  await details.getByText("Nothing in keep may be on the heap").waitFor();
  await details.getByText("That does not hold.").waitFor();
  await details.locator(".sites .link").click();
  await details.getByText("Line 14").waitFor();
  await details.getByText("Nothing in keep may be on the heap").waitFor();
  await site.close();
});

test("it follows the text", async () => {
  const site = await open({ path: "#scratch" });
  await show(site);
  await site.select("//escapade:nohaep");
  await site.page.keyboard.type("//escapade:noheap");
  await site.words.getByText("no such directive").waitFor({ state: "detached" });
  await site.settled();
  assert.match((await marked(site, 18)).words, /^does not hold: [12] on the heap$/);
  await site.select("sink = &n");
  await site.page.keyboard.type("_ = n");
  await site.page.locator(".summary", { hasText: "3 of 4 assertions hold" }).waitFor();
  assert.equal((await marked(site, 13)).kind, "held");
  await site.select("_ = n");
  await site.page.keyboard.type("undefined()");
  await site.words.getByText("undecided: errors").waitFor();
  assert.equal((await marked(site, 13)).kind, "open");
  await site.close();
});

test("assertions are told in 简体中文 too", async () => {
  const site = await open({ path: "#scratch", locale: "zh-CN" });
  await show(site);
  assert.deepEqual(await marked(site, 5), { kind: "held", label: "断言成立", words: "成立：没有堆分配" });
  assert.deepEqual(await marked(site, 13), { kind: "failed", label: "断言不成立", words: "不成立：1 个在堆上" });
  assert.match((await marked(site, 18)).words, /没有这个指令/);
  assert.match(await site.status.innerText(), /3 条断言中 2 条成立/);
  await site.close();
});
