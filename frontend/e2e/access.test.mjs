// For everybody: axe finds nothing, the keyboard reaches everything, nothing
// is wider than a telephone. Leaves screenshots in test-results.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { home, RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const VIEWS = [
  { name: "wide", viewport: { width: 1440, height: 900 } },
  { name: "tablet", viewport: { width: 820, height: 1180 } },
  { name: "narrow", viewport: { width: 360, height: 740 }, hasTouch: true },
];

/** Axe finds nothing on `page`, and it is not wider than the window. */
async function fine(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
  assert.deepEqual(found, [], what);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${what}: ${overflow} px too wide`);
}

for (const { name, ...view } of VIEWS) {
  for (const colorScheme of ["light", "dark"]) {
    for (const locale of ["en", "zh-CN"]) {
      test(`axe finds nothing: ${name}, ${colorScheme}, ${locale}`, async () => {
        const site = await open({ ...view, colorScheme, locale, path: "#example=return-address/bad.go" });
        await site.settled();
        // On a telephone one thing at a time is shown; a place leads to the code.
        const results = async () => name === "narrow" && site.page.locator(".sides button").nth(1).click();
        await results();
        await site.page.locator("#pane .row:has(.is-heap)").first().click();
        await results();
        await site.page.locator(".details .steps").first().waitFor();
        await site.page.locator(".legend summary").click();
        await fine(site.page, "verdicts and details");
        await site.page.screenshot({ path: join(RESULTS, `${name}-${colorScheme}-${locale}.png`), fullPage: true });
        await site.page.locator("#tab-functions").click();
        // As offline/page.js tells of a version that waits.
        await site.page.evaluate(() => dispatchEvent(new CustomEvent("escapade:offline", { cancelable: true, detail: { kind: "update" } })));
        await site.page.locator(".function").first().waitFor();
        await fine(site.page, "the ledger, and a notice");
        await site.page.screenshot({ path: join(RESULTS, `functions-${name}-${colorScheme}-${locale}.png`), fullPage: true });
        await site.close();
      });
    }
  }
}

/** The pages of prose, in each language. */
const PAGES = [
  ["privacy.html", "privacy.zh.html"],
  ["licences.html", "licences.zh.html"],
  ["embed/index.html", "embed/zh.html"],
];

// Their styles are few: each width in one scheme.
for (const [name, colorScheme] of [["wide", "light"], ["narrow", "dark"]]) {
  test(`axe finds nothing on pages of prose: ${name}, ${colorScheme}`, async () => {
    const { name: _, ...view } = VIEWS.find((view) => view.name === name);
    const site = await open({ ...view, colorScheme, path: PAGES[0][0] });
    for (const path of PAGES.flat()) {
      await site.page.goto(home() + path);
      if (path.startsWith("embed/")) await site.page.locator("go-escape button.words").first().waitFor();
      await fine(site.page, path);
      await site.page.screenshot({ path: join(RESULTS, `${path.replaceAll("/", "-")}-${name}-${colorScheme}.png`), fullPage: true });
    }
    await site.close();
  });
}

test("the keyboard leaves the editor and moves between the tabs", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.code.focus();
  await site.page.keyboard.press("Tab");
  assert.match(await site.text(), /^\t/, "Tab indents");
  await site.page.keyboard.press("Escape");
  await site.page.keyboard.press("Tab");
  assert.equal(await site.page.evaluate(() => document.activeElement.role), "tab");
  await site.page.keyboard.press("ArrowRight");
  await site.page.locator('#tab-functions[aria-selected="true"]').waitFor();
  assert.equal(await site.page.evaluate(() => document.activeElement.id), "tab-functions");
  await site.page.keyboard.press("End");
  await site.page.locator('#tab-learn[aria-selected="true"]').waitFor();
  await site.close();
});

test("the first stop of the Tab key leads past the list", async () => {
  const site = await open();
  await site.settled();
  await site.page.keyboard.press("Tab");
  await site.page.keyboard.press("Enter");
  assert.equal(await site.page.evaluate(() => document.activeElement.id), "main");
  await site.close();
});
