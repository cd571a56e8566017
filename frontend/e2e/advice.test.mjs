// Offers: edits for the line of the cursor, each with figures and a diff;
// applying one is one step to undo.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

/** The site with the cursor on the line of `needle`, and what there is to be done about it. */
async function at(needle, options) {
  const site = await open(options);
  await site.settled();
  await site.select(needle);
  return { site, offers: site.page.locator(".offer") };
}

test("an offer shows its diff and figures; applying it is one step to undo", async () => {
  const { site, offers } = await at("p := point{x, y}", { path: "#example=return-address/bad.go" });
  const offer = offers.filter({ hasText: "return the point itself" });
  await offer.waitFor({ timeout: 60_000 });
  assert.equal(await offer.locator(".offer-figures strong").innerText(), "heap sites 1 → 0 · compiles");
  assert.deepEqual(await offer.locator("del code").allInnerTexts(), ["func newPoint(x, y int) *point {", "\treturn &p"]);
  assert.deepEqual(await offer.locator("ins code").allInnerTexts(), ["func newPoint(x, y int) point {", "\treturn p"]);
  const before = await site.text();
  await offer.getByRole("button", { name: /^Apply/ }).click();
  await site.page.locator(".cm-words.is-heap").waitFor({ state: "detached" });
  const edited = await site.text();
  assert.ok(edited.includes("func newPoint(x, y int) point {") && edited.includes("return p\n"), edited);
  await site.page.locator(".offers-status", { hasText: "Applied" }).waitFor();
  // The editor has the focus: the key goes there.
  await site.page.keyboard.press("Control+z");
  await site.page.locator(".cm-words.is-heap").waitFor();
  assert.equal(await site.text(), before);
  await site.close();
});

test("the first offer is taken with a key, too", async () => {
  const { site, offers } = await at("n := 1", { path: "#example=pointer-in-map/bad.go" });
  await offers.first().waitFor({ timeout: 60_000 });
  await site.page.keyboard.press("Alt+Enter");
  await site.page.locator(".cm-words.is-heap").first().waitFor({ state: "detached" });
  assert.ok((await site.text()).includes("counts := map[string]int{}"));
  await site.close();
});

test("offers that import packages are worked out with them, in Chinese, too", async () => {
  const { site, offers } = await at("s += w", { path: "#example=string-conversion/bad.go", locale: "zh-CN" });
  await offers.filter({ hasText: "strings.Builder" }).waitFor({ timeout: 60_000 });
  assert.match(await offers.first().locator(".offer-figures strong").innerText(), /^堆分配 3 → 1 · 可编译$/);
  assert.ok((await offers.first().locator("ins code").allInnerTexts()).includes('import "strings"'));
  const { violations } = await new AxeBuilder({ page: site.page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await site.page.screenshot({ path: join(RESULTS, "offers-zh.png") });
  await site.close();
});

test("lines without anything on the heap load nothing", async () => {
  const asked = [];
  const { site, offers } = await at("p := newPoint", {
    path: "#example=return-address/bad.go",
    before: (page) => page.on("request", (request) => asked.push(request.url())),
  });
  await site.page.locator(".details .card").first().waitFor();
  assert.equal(await offers.count(), 0);
  assert.deepEqual(asked.filter((url) => /\/(offers-|advisor)/.test(url)), []);
  await site.close();
});

test("a text that has changed meanwhile is left alone", async () => {
  const { site, offers } = await at("n := 1", { path: "#example=pointer-in-map/bad.go" });
  const button = offers.first().getByRole("button");
  await button.waitFor({ timeout: 60_000 });
  // Both before the page hears of the new text.
  await button.evaluate((button) => {
    const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
    content.cmTile.view.dispatch({ changes: { from: 0, insert: "// new\n" } });
    button.click();
  });
  await site.settled();
  assert.ok((await site.text()).includes("counts := map[string]*int{}"));
  await site.close();
});
