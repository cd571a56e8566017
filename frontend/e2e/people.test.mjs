// For everybody, on every screen: a telephone shows one thing at a time and is
// operated with a thumb, marks do without colour, the keyboard is enough.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const BAD = "#example=return-address/bad.go";

async function fine(page, what, { axe = true } = {}) {
  const { violations } = axe ? await new AxeBuilder({ page }).analyze() : { violations: [] };
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), [], what);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${what}: ${overflow} px too wide`);
}

/** What can be pressed and is smaller than a thumb; what stands in a line of text may be. */
const tooSmall = (page) => page.evaluate(() => {
  const all = [...document.querySelectorAll("button, select, summary, input, .examples-list a")];
  const shown = all.filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 0);
  const small = shown.filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.type !== "checkbox" && (width < 43.5 || height < 43.5);
  });
  return small.map((element) => `${element.className || element.tagName} ${element.textContent.slice(0, 20)}`);
});

for (const [name, options] of [["upright", PHONE], ["on its side", { ...PHONE, viewport: { width: 740, height: 360 } }]]) {
  test(`a telephone ${name} shows one thing at a time`, async () => {
    const site = await open({ path: BAD, locale: "zh-CN", colorScheme: "dark", ...options });
    await site.settled();
    const results = site.page.locator(".results");
    await results.waitFor({ state: "hidden" });
    assert.deepEqual(await tooSmall(site.page), []);
    const editor = await site.page.locator(".editor").boundingBox();
    assert.ok(editor.height >= 200, `${editor.height} px of code`);
    const axe = name === "upright";
    await fine(site.page, "code", { axe });
    await site.page.screenshot({ path: join(RESULTS, `phone-${options.viewport.width}-code.png`) });
    await site.page.getByRole("button", { name: "说明" }).tap();
    await site.page.locator(".about.is-unfolded > p").first().waitFor();
    await site.page.getByRole("button", { name: "结果" }).tap();
    await results.waitFor();
    await site.code.waitFor({ state: "hidden" });
    assert.deepEqual(await tooSmall(site.page), []);
    await fine(site.page, "results", { axe });
    await site.page.screenshot({ path: join(RESULTS, `phone-${options.viewport.width}-results.png`) });
    // A place leads to the code, a mark to the reasons.
    await site.pane.locator(".row").first().tap();
    await site.code.waitFor();
    await site.page.locator(".cm-verdicts .is-heap").tap();
    await site.page.locator(".details .card").first().waitFor();
    await site.page.waitForFunction(() => {
      const { top, bottom } = document.querySelector(".details").getBoundingClientRect();
      return top < innerHeight - 80 && bottom > 0;
    });
    await site.close();
  });
}

test("a wide screen shows everything, whatever a telephone would", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  await site.pane.locator(".row").first().click();
  await site.page.locator(".cm-verdicts .is-heap").click();
  await site.page.locator(".results").waitFor();
  await site.code.waitFor();
  await site.page.locator(".sides").waitFor({ state: "hidden" });
  await site.close();
});

test("forced colours and more contrast: chosen things are told from others, marks by their shapes", async () => {
  const site = await open({ path: BAD, forcedColors: "active" });
  await site.settled();
  const colour = (selector) => site.page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.notEqual(await colour(".switch [aria-pressed=true]"), await colour(".switch [aria-pressed=false]"));
  assert.notEqual(await colour(".tabs [aria-selected=true]"), await colour(".tabs [aria-selected=false]"));
  await site.select("newPoint");
  await site.page.screenshot({ path: join(RESULTS, "forced-colours.png") });
  await site.close();
  const more = await open({ path: BAD, contrast: "more" });
  await more.settled();
  assert.equal(await more.page.evaluate(() => getComputedStyle(document.body).color), "rgb(0, 0, 0)");
  await fine(more.page, "more contrast");
  await more.page.screenshot({ path: join(RESULTS, "more-contrast.png") });
  await more.close();
});

/** Waits until what is current in the list of examples is the one of `slug`, and in the list's view. */
const currentInView = (site, slug) => site.page.waitForFunction((slug) => {
  const list = document.querySelector("#main").parentElement.querySelector(".examples-list");
  const current = list.querySelector("[aria-current]");
  if (!current?.hash.startsWith(`#example=${slug}/`)) return false;
  const [row, view] = [current, list].map((element) => element.getBoundingClientRect());
  return row.top >= view.top && row.bottom <= view.bottom + 1;
}, slug);

for (const [name, options] of [["a desk", {}], ["a telephone", PHONE]]) {
  test(`the open example is in view in the list, which scrolls alone, on ${name}`, async () => {
    const site = await open({ path: "#example=table-strings-builder/main.go", ...options });
    await site.settled();
    const unfold = site.page.locator(".examples .unfold");
    const unfolded = async () => {
      if (options.isMobile) await unfold.press("Enter");
    };
    await unfolded();
    await currentInView(site, "table-strings-builder");
    const list = site.page.locator(".examples-list");
    assert.ok(await list.evaluate((list) => list.scrollTop > 0), "it is far down");
    // With the keyboard to another one, and back through the history.
    await list.locator("a[href^='#example=return-address']").press("Enter");
    await unfolded();
    await currentInView(site, "return-address");
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await site.page.goBack();
    await currentInView(site, "table-strings-builder");
    assert.equal(await site.page.evaluate(() => scrollY), 0, "the page stays where it is");
    await site.close();
  });
}

const LONG = `package main

type ConcurrentCache[K comparable, V any] struct{ entries map[K]*V }

func (c *ConcurrentCache[K, V]) LookupOrInsert(key K, value V) *V {
	c.entries[key] = &value
	return &value
}

func translateByVector(x, y int) *[2]int { return &[2]int{x, y} }

func main() {
	c := &ConcurrentCache[string, int]{map[string]*int{}}
	println(c.LookupOrInsert("a", 1), translateByVector(1, 2))
}
`;

test("on a narrow screen the names of functions are broken between words only", async () => {
  const site = await open({ path: "#scratch", ...PHONE });
  await site.settled();
  await site.fill(LONG);
  await site.page.locator(".sides button").nth(1).tap();
  for (const tab of ["functions", "verdicts"]) {
    await site.page.locator(`#tab-${tab}`).tap();
    await site.pane.locator("code", { hasText: "LookupOrInsert" }).first().waitFor();
    const broken = await site.pane.evaluate((pane) => {
      const broken = [];
      const texts = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { currentNode: node } = texts;
        for (const { 0: word, index } of node.data.matchAll(/\w+/g)) {
          const range = new Range();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
        }
      }
      return broken;
    });
    assert.deepEqual(broken, [], tab);
    await fine(site.page, tab, { axe: false });
    assert.equal(await site.pane.evaluate((pane) => pane.scrollWidth - pane.clientWidth), 0, tab);
  }
  await site.close();
});
