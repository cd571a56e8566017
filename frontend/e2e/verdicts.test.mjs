// What the product is for: verdicts that follow the text, with gc's own words.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const BAD = "#example=return-address/bad.go";

/** Line numbers of the editor with the kind of mark beside each. */
const marks = (site) => site.page.evaluate(() => {
  const root = document.querySelector(".editor-host").shadowRoot;
  const shapes = [...root.querySelectorAll(".cm-verdicts .cm-gutterElement")];
  const numbers = [...root.querySelectorAll(".cm-lineNumbers .cm-gutterElement")];
  const at = new Map(numbers.map((n) => [n.getBoundingClientRect().top, Number(n.textContent)]));
  return Object.fromEntries(shapes.flatMap((shape) => {
    const svg = shape.querySelector("svg");
    return svg ? [[at.get(shape.getBoundingClientRect().top), svg.getAttribute("class").match(/is-(\w+)/)[1]]] : [];
  }));
});

const line = (site) => site.page.evaluate(() => {
  const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
  const { state } = content.cmTile.view;
  return state.doc.lineAt(state.selection.main.head).number;
});

test("an example shows its verdict in the gutter, behind the line and in the status", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  assert.equal((await marks(site))[8], "heap");
  // Nothing about x and y, which hold no pointer; the copy that is inlined into main stays on the stack.
  assert.deepEqual(await site.words.allInnerTexts(), ["p → heap: returned · where inlined: on the stack", "inlined newPoint: stack"]);
  assert.match(await site.status.innerText(), /^1 heap, 1 stack/);
  const label = await site.page.locator(".cm-verdicts .is-heap").getAttribute("aria-label");
  assert.equal(label, "on the heap");
  await site.close();
});

test("the verdicts change while one types", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  await site.select("return &p");
  await site.page.keyboard.type("return p");
  await site.select(") *point");
  await site.page.keyboard.type(") point");
  await site.page.locator(".cm-words.is-heap").waitFor({ state: "detached" });
  await site.settled();
  assert.match(await site.status.innerText(), /^0 heap/);
  assert.ok(!Object.values(await marks(site)).includes("heap"));
  await site.page.keyboard.press("Control+z");
  await site.page.keyboard.press("Control+z");
  await site.page.locator(".cm-words.is-heap").waitFor();
  await site.close();
});

test("the details say why, along which way, and what gc says", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  await site.page.locator("#pane .row", { hasText: "heap: returned" }).click();
  assert.equal(await line(site), 8);
  const details = site.page.locator(".details");
  await details.getByText("Its address is returned").waitFor();
  await details.getByText("main.go:8:2: moved to heap: p").waitFor();
  await details.getByText("&p is returned at line 9").waitFor();
  await details.locator(".steps .link").last().click();
  assert.equal(await line(site), 9);
  await site.close();
});

test("pointing at a mark shows its details, clicking keeps them", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  const mark = site.page.locator(".cm-verdicts .is-heap");
  const details = site.page.locator(".details");
  await mark.hover();
  await details.getByText("Line 8").waitFor();
  await mark.click();
  await site.page.locator(".tabs").hover();
  await details.getByText("Line 8").waitFor();
  await site.close();
});

test("gc's own text is there to be copied", async () => {
  const site = await open({ path: BAD, permissions: ["clipboard-read", "clipboard-write"] });
  await site.settled();
  await site.page.getByRole("tab", { name: "gc -m" }).click();
  await site.pane.getByText("main.go:8:2: moved to heap: p").waitFor();
  await site.page.getByRole("button", { name: "Copy" }).click();
  await site.page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await site.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^# command-line-arguments\n(main\.go:\d+:\d+: .+\n)+$/);
  await site.close();
});

test("errors have a place, a squiggle and a way to it, and go when mended", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  await site.select("return &p");
  await site.page.keyboard.type("return &q");
  const row = site.page.locator("#pane .row.error", { hasText: "undefined: q" });
  await row.waitFor();
  assert.match(await row.innerText(), /9:10/);
  assert.match(await site.status.innerText(), /error/);
  assert.equal((await marks(site))[9], "error");
  // What draws them is loaded when it is first needed.
  await site.page.locator(".cm-lintRange-error").first().waitFor();
  assert.deepEqual(await site.page.locator(".cm-lintRange-error").allInnerTexts(), ["p", "q"], "p is not used now");
  await site.page.keyboard.press("Control+Home");
  await row.click();
  assert.equal(await line(site), 9);
  await site.page.getByRole("tab", { name: "gc -m" }).click();
  await site.pane.getByText("main.go:9:10: undefined: q").waitFor();
  await site.page.getByRole("tab", { name: "Errors" }).click();
  await site.select("return &q");
  await site.page.keyboard.type("return &p");
  await site.page.locator(".cm-words.is-heap").waitFor();
  await site.page.locator('#tab-verdicts[aria-selected="true"]').waitFor();
  await site.close();
});

test("columns are right behind emoji and 中文", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.fill('package main\n\nvar sink *int\n\nfunc main() {\n\t/* 中文 👩‍👩‍👧 é */ x := 1; sink = &x\n}\n');
  const about = site.page.locator(".cm-about.is-heap");
  await about.waitFor();
  assert.equal(await about.innerText(), "x");
  await site.fill('package main\n\nfunc main() {\n\t/* 中文 👩‍👩‍👧 é */ x := 1; y()\n}\n');
  await site.page.locator("#pane .row.error").first().waitFor();
  await site.page.locator(".cm-lintRange-error").first().waitFor();
  assert.deepEqual((await site.page.locator(".cm-lintRange-error").allInnerTexts()).sort(), ["x", "y"]);
  await site.close();
});

test("verdicts are told in 简体中文 too", async () => {
  const site = await open({ path: BAD, locale: "zh-CN" });
  await site.settled();
  assert.ok((await site.words.allInnerTexts()).includes("p → 堆：被返回 · 内联处：在栈上"));
  assert.match(await site.status.innerText(), /^1 个在堆上/);
  await site.page.getByRole("button", { name: "English" }).click();
  await site.words.getByText("p → heap: returned").waitFor();
  await site.close();
});

test("the ledger counts what functions allocate, and what they did before an edit", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  await site.page.getByRole("tab", { name: "Functions" }).click();
  const rows = site.pane.locator(".function > .row");
  assert.deepEqual(
    (await rows.allInnerTexts()).map((row) => row.replaceAll(/\s+/g, " ")),
    ["7 newPoint 1 object, 16 B", "12 main allocates nothing"],
  );
  // Nothing to tell about the line: the pane has the room.
  await site.page.locator(".details > .hint").waitFor();
  const empty = await site.page.locator(".results").evaluate((results) =>
    results.getBoundingClientRect().bottom - results.lastElementChild.getBoundingClientRect().bottom);
  assert.ok(empty < 3, `${empty} px are empty`);
  await site.select("point{x, y}");
  await site.page.keyboard.type("point{x: x, y: y}");
  await site.settled();
  await site.select("type point struct{ x, y int }");
  await site.page.keyboard.type("type point struct{ x, y, z int }");
  await rows.filter({ hasText: "1 object, 24 B" }).waitFor();
  assert.match(await rows.first().innerText(), /before your edit: 1 object, 16 B/);
  await site.pane.locator(".function ul .row").first().click();
  assert.equal(await line(site), 8);
  await site.close();
});

test("a long list has rows as far as one reads, and up to the cursor's line", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const one = (i) => `func f${i}() *int {\n\tx := ${i}\n\treturn &x\n}\n`;
  await site.fill(`package main\n\n${Array.from({ length: 300 }, (_, i) => one(i)).join("\n")}\nfunc main() {}\n`);
  await site.settled();
  const rows = site.pane.locator(".rows > li");
  assert.ok(await rows.count() < 150, "the first ones");
  await site.select("x := 90");
  await site.pane.locator(".row[aria-current=true]", { hasText: /^454/ }).waitFor();
  await site.select("x := 0");
  await site.pane.locator(".row[aria-current=true]", { hasText: /^4/ }).waitFor();
  // Each time there are more below, until only the button brings more.
  const button = site.pane.locator(".more");
  await site.page.waitForFunction(() => {
    const pane = document.querySelector("#pane");
    pane.scrollTop = pane.scrollHeight;
    return pane.querySelectorAll(".rows > li").length === 200;
  });
  const before = await rows.count();
  await button.click();
  await site.page.waitForFunction((before) => document.querySelectorAll("#pane .rows > li").length > before, before);
  await site.close();
});

test("the text is as wide as its widest line, as far as that is drawn", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const wide = () => site.page.evaluate(() => {
    const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
    return { content: content.offsetWidth, scroller: content.parentElement.clientWidth };
  });
  const least = (width) => site.page.waitForFunction((width) => {
    const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
    return content.offsetWidth > width && content.parentElement.scrollWidth <= content.offsetLeft + content.offsetWidth + 1;
  }, width);
  await site.fill(`package main\n\nfunc main() {\n\t// ${"long ".repeat(80)}.\n}\n`);
  await least(2000);
  await site.select(".\n}");
  await site.page.keyboard.type("longer ".repeat(20));
  await least(2600);
  await site.fill("package main\n\nfunc main() {}\n");
  await site.page.waitForFunction(() => {
    const { scrollWidth, clientWidth } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-scroller");
    return scrollWidth === clientWidth;
  });
  const { content, scroller } = await wide();
  assert.ok(content < scroller && content > scroller * 0.7, `${content} of ${scroller} px`);
  await site.close();
});
