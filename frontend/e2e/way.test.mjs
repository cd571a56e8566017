// The way of a value, drawn on the code and told beside it: the same steps in
// both, in either language, and gone when the text moves on.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const CHAIN = `package main

type node struct{ next *node }

func chain(n int) *node {
	x := node{}
	p := &x
	for range n {
		q := &node{next: p}
		p = q
	}
	return p
}

func main() {
	println(chain(3))
}
`;

const arrows = (site) => site.page.locator(".cm-way-arrow");
const numbers = (site) => site.page.locator(".cm-way-stop text");
const steps = (site) => site.page.locator(".details .steps > li");

/** The animation that draws arrows in. */
const drawnIn = (site) => arrows(site).first().locator(".cm-way-line").evaluate((line) => getComputedStyle(line).animationName);

/** A site with CHAIN and the cursor on x, whose way is drawn. */
async function chain(options) {
  const site = await open({ path: "#scratch", ...options });
  await site.settled();
  await site.fill(CHAIN);
  await site.settled();
  await site.select("x := node{}");
  await arrows(site).first().waitFor();
  return site;
}

test("arrows lead from where a value is made to where it outlives its function", async () => {
  const site = await chain({ reducedMotion: "reduce" });
  assert.deepEqual(await numbers(site).allTextContents(), ["1", "2", "3"]);
  assert.equal(await arrows(site).count(), 2);
  assert.deepEqual((await steps(site).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim()), [
    "1 x is declared here. 6:2",
    "2 &x is stored in p. 7:4",
    "3 p is returned at line 12. 12:2 So x has to outlive chain.",
  ]);
  await site.page.getByText("In gc's words").click();
  await site.page.getByText("from return p (return) at main.go:12:2").waitFor();
  // A line under each expression, on the line that it is on.
  const marked = await site.page.evaluate(() => {
    const root = document.querySelector(".editor-host").shadowRoot;
    const tops = [...root.querySelectorAll(".cm-line")].map((line) => line.getBoundingClientRect());
    return [...root.querySelectorAll(".cm-way-mark")].map((mark) => {
      const { bottom } = mark.getBoundingClientRect();
      return tops.findIndex((line) => bottom > line.top && bottom <= line.bottom + 1) + 1;
    });
  });
  assert.deepEqual(marked, [6, 7, 12]);
  assert.equal(await drawnIn(site), "none", "reduced motion");
  assert.equal(await site.page.locator(".cm-wayLayer").getAttribute("aria-hidden"), "true");
  await site.close();
});

test("the steps are told in 简体中文", async () => {
  const site = await chain({ locale: "zh-CN" });
  assert.match((await steps(site).allInnerTexts()).at(-1), /`?p`? 在第 12 行被返回。[^]*因此 x 必须比 chain 活得更久。/);
  await site.page.getByText("gc 的原文").click();
  const { violations } = await new AxeBuilder({ page: site.page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
  await site.page.screenshot({ path: join(RESULTS, "way-zh.png") });
  await site.close();
});

test("arrows scroll with the text, which they do not cover, and end when it changes", async () => {
  const site = await chain();
  const place = () => site.page.evaluate(() => {
    const root = document.querySelector(".editor-host").shadowRoot;
    const line = [...root.querySelectorAll(".cm-line")].find((line) => line.textContent.startsWith("\tp := &x"));
    const disc = root.querySelectorAll(".cm-way-stop circle")[1].getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(line);
    range.setEndAfter(line.querySelector("span:not(.cm-words)") ?? line.firstChild);
    const code = range.getBoundingClientRect();
    return { apart: disc.top - line.getBoundingClientRect().top, left: disc.left - code.right };
  });
  assert.notEqual(await drawnIn(site), "none");
  const before = await place();
  assert.ok(before.left > 0, "the number is behind the code");
  await site.page.locator(".cm-scroller").evaluate((scroller) => { scroller.scrollTop = 60; });
  await site.page.waitForFunction(() => document.querySelector(".editor-host").shadowRoot.querySelector(".cm-scroller").scrollTop === 60);
  const after = await place();
  assert.ok(Math.abs(after.apart - before.apart) < 1, `${before.apart} before, ${after.apart} after`);
  await site.select("\tp = q\n");
  await arrows(site).first().waitFor({ state: "detached" });
  await site.select("x := node{}");
  await arrows(site).first().waitFor();
  await site.page.keyboard.press("ArrowRight");
  await site.page.keyboard.type(" ");
  await site.typed();
  assert.equal(await arrows(site).count(), 0, "at once");
  await arrows(site).first().waitFor();
  await site.close();
});

test("pointing at a step stresses its arrow, visiting one keeps the way, the button ends it", async () => {
  const site = await chain();
  await steps(site).nth(2).hover();
  await site.page.locator(".cm-way-arrow.is-pointed").waitFor();
  assert.equal(await site.page.locator(".cm-way-stop.is-pointed text").textContent(), "3");
  await steps(site).nth(1).getByRole("button", { name: "7:4" }).click();
  await site.page.locator(".cm-activeLineGutter", { hasText: /^7$/ }).waitFor();
  await site.page.locator(".details").getByText("Line 6").waitFor();
  assert.equal(await arrows(site).count(), 2);
  const button = site.page.getByRole("button", { name: "Draw on the code" });
  await button.click();
  await arrows(site).first().waitFor({ state: "detached" });
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  await arrows(site).first().waitFor();
  await site.close();
});
