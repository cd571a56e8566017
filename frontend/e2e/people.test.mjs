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
