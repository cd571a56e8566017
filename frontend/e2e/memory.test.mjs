// The picture of a function's memory when it returns.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

/** `region: cell` for each box, with what it says, the pointers in words included. */
const boxes = (site) => site.pane.locator(".region").evaluateAll((regions) => regions.flatMap((region) => {
  const cells = [...region.querySelectorAll(".cell")];
  return cells.map((cell) => `${region.querySelector("h3").textContent}: ${[...cell.children].map((part) => part.textContent.trim()).join(" | ")}`);
}));

/** `call: cell` for each box that came with an inlined call, in its own words. */
const inlined = (site) => site.pane.locator(".region h4").evaluateAll((headings) => headings.flatMap((heading) => {
  const cells = [...heading.nextElementSibling.querySelectorAll(".cell")];
  return cells.map((cell) => `${heading.textContent}: ${[...cell.children].map((part) => part.textContent.trim()).join(" | ")}`);
}));

test("the memory of the function around the cursor is drawn, and follows it", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  await site.select("return &p");
  await site.page.locator("#tab-memory").click();
  await site.pane.locator(".cell").first().waitFor();
  assert.deepEqual(await boxes(site), [
    "Frame of newPoint: result 0 | *point | 8 B | may point to p",
    "Frame of newPoint: x | int | 8 B",
    "Frame of newPoint: y | int | 8 B",
    "Heap: p | point | 16 B, takes 16 B",
  ]);
  assert.equal(await site.pane.locator(".pointer").count(), 1);
  // The arrow begins at the box of the result and ends at that of p.
  const apart = await site.page.evaluate(() => {
    const line = document.querySelector(".pointer");
    const svg = line.ownerSVGElement.getBoundingClientRect();
    const [first, last] = [line.getPointAtLength(0), line.getPointAtLength(line.getTotalLength())];
    const [from, , , to] = [...document.querySelectorAll(".cell")].map((cell) => cell.getBoundingClientRect());
    return [svg.left + first.x - from.right, to.left - svg.left - last.x];
  });
  assert.ok(apart.every((distance) => Math.abs(distance) < 8), `${apart}`);
  await site.select("println(p.x");
  await site.pane.getByText("Frame of main").waitFor();
  await site.pane.locator(".is-frame .cell").first().click();
  await site.page.locator(".cm-activeLineGutter", { hasText: /^13$/ }).waitFor();
  assert.deepEqual(await inlined(site), [
    "Inlined newPoint, line 13: result 0 | *point | 8 B | may point to p (inlined newPoint, line 13)",
    "Inlined newPoint, line 13: p | point | 16 B",
    "Inlined newPoint, line 13: x | int | 8 B",
    "Inlined newPoint, line 13: y | int | 8 B",
  ]);
  // A function literal has a picture of its own while the cursor is in it.
  await site.fill("package main\n\nfunc main() {\n\tn := 1\n\tadd := func() {\n\t\tn++\n\t}\n\tadd()\n\tadd()\n}\n");
  await site.select("n++");
  await site.pane.getByText("Captured from around it").waitFor();
  assert.deepEqual(await boxes(site), ["Captured from around it: n | int | 8 B"]);
  await site.close();
});

const CALLS = `package main

type point struct{ x, y int }

func newPoint(x, y int) *point {
	p := point{x, y}
	return &p
}

func distance(to int) int {
	p, q := newPoint(0, 0), newPoint(to, to)
	return q.x - p.x
}

func main() {
	println(distance(3) + distance(4))
}
`;

test("what came with one inlined call is told apart from what came with another", async () => {
  const site = await open({ path: "#scratch", locale: "zh-CN" });
  await site.settled();
  await site.fill(CALLS);
  await site.select("println");
  await site.page.locator("#tab-memory").click();
  await site.pane.locator("h4", { hasText: "distance" }).first().waitFor();
  assert.deepEqual(await site.pane.locator(".region h4").allInnerTexts(), [
    "内联 distance，位于 16:18",
    "内联 distance，位于 16:18 › newPoint，位于 11:18",
    "内联 distance，位于 16:18 › newPoint，位于 11:34",
    "内联 distance，位于 16:32",
    "内联 distance，位于 16:32 › newPoint，位于 11:18",
    "内联 distance，位于 16:32 › newPoint，位于 11:34",
  ]);
  assert.equal(await site.pane.locator("ul").evaluateAll((lists) => lists.filter((list) => !list.ariaLabel).length), 0, "lists say it, too");
  await site.close();
});

for (const view of [{ name: "wide", colorScheme: "light", locale: "en" }, { name: "narrow", colorScheme: "dark", locale: "zh-CN", viewport: { width: 360, height: 740 }, hasTouch: true }]) {
  test(`axe finds nothing in the picture: ${view.name}`, async () => {
    const { name, ...options } = view;
    const site = await open({ ...options, path: "#example=closure-capture/bad.go" });
    await site.settled();
    await site.select("return total");
    if (name === "narrow") await site.page.locator(".sides button").nth(1).click();
    await site.page.locator("#tab-memory").click();
    await site.pane.locator(".is-heap .cell").first().waitFor();
    const { violations } = await new AxeBuilder({ page: site.page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
    const overflow = await site.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await site.page.screenshot({ path: join(RESULTS, `memory-${name}.png`) });
    await site.close();
  });
}
