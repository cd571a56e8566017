// Offers: edits for the line of the cursor, each with figures and a diff;
// applying one is one step to undo.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { fragment } from "../share/link.js";
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

test("offers stay while one types on their line, and wait for what can be done now", async () => {
  const { site, offers } = await at("p := point{x, y}", { path: "#example=return-address/bad.go" });
  await offers.first().waitFor({ timeout: 60_000 });
  await site.page.evaluate(() => {
    const host = document.querySelector(".offers");
    const list = () => host.querySelector(".offers-list");
    const old = list();
    window.seen = { gone: false, waited: false, fresh: false };
    new MutationObserver(() => {
      window.seen.gone ||= !list();
      window.seen.waited ||= old.inert && old.getAttribute("aria-busy") === "true";
      window.seen.fresh ||= list() !== old && !list()?.inert;
    }).observe(host, { childList: true, subtree: true, attributes: true });
  });
  await site.page.keyboard.press("End");
  // The first stroke is an error.
  await site.page.keyboard.type(" // still", { delay: 30 });
  await site.page.waitForFunction(() => window.seen.fresh);
  assert.deepEqual(await site.page.evaluate(() => window.seen), { gone: false, waited: true, fresh: true });
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

const SEVERAL = {
  name: "several", open: "point.go", from: 0, to: 0, lang: "en", noInlining: true, go: "",
  files: [
    ["go.mod", "module example.com/m\n"],
    ["main.go", "package main\n\nfunc main() {\n\tp := newPoint(1, 2) // 中文 😀\n\tprintln(sum(p))\n}\n\nfunc sum(p *point) int { return p.x + p.y }\n"],
    ["point.go", "package main\n\ntype point struct{ x, y int }\n\nfunc newPoint(x, y int) *point {\n\tp := point{x, y}\n\treturn &p\n}\n"],
  ],
};

test("an offer that changes several files is one step to undo, in any of them", async () => {
  const { site, offers } = await at("p := point{x, y}", { path: await fragment(SEVERAL) });
  const offer = offers.filter({ hasText: "return the point itself" });
  await offer.waitFor({ timeout: 60_000 });
  assert.deepEqual(await offer.locator(".diff-file").allInnerTexts(), ["main.go", "point.go"]);
  assert.deepEqual(await offer.locator(".diff").first().locator("ins code").allInnerTexts(), ["\tprintln(sum(&p))"]);
  const turn = async (name) => {
    const button = site.page.getByRole("group", { name: "Files" }).getByRole("button", { name });
    await button.click();
    await site.page.getByRole("group", { name: "Files" }).locator("[aria-pressed=true]", { hasText: name }).waitFor();
  };
  const shows = (text) => site.page.waitForFunction((text) => {
    const content = document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content");
    return content?.cmTile.view.state.doc.toString().includes(text);
  }, text);
  await offer.getByRole("button", { name: /^Apply/ }).click();
  await shows("return p\n");
  await site.page.locator(".offers-status", { hasText: "Applied to main.go, point.go." }).waitFor();
  await site.settled();
  assert.equal(await site.page.locator(".cm-words.is-heap").count(), 0);
  await turn("main.go");
  await shows("sum(&p)");
  // Not the file that the offer was about.
  await site.code.focus();
  await site.page.keyboard.press("Control+z");
  await shows("sum(p))");
  await turn("point.go");
  await shows("return &p\n");
  await site.page.locator(".cm-words.is-heap").waitFor();
  await site.code.focus();
  await site.page.keyboard.press("Control+y");
  await shows("return p\n");
  await turn("main.go");
  await shows("sum(&p)");
  // What has been kept is what is seen.
  await site.settled();
  await site.page.reload();
  await site.page.getByRole("group", { name: "Files" }).locator("[aria-pressed=true]", { hasText: "main.go" }).waitFor();
  await shows("sum(&p)");
  await turn("point.go");
  await shows("return p\n");
  await site.close();
});

test("where no edit is safe the decision is named", async () => {
  for (const [locale, says] of [["en", /make the body of the loop a function of its own/], ["zh-CN", /把循环体改成单独的函数/]]) {
    const { site, offers } = await at("f := file{name}", { path: "#example=defer-capture/bad.go", locale });
    await site.page.locator(".offers .card", { hasText: says }).waitFor({ timeout: 60_000 });
    assert.equal(await offers.count(), 0);
    await site.page.screenshot({ path: join(RESULTS, `decision-${locale}.png`) });
    await site.close();
  }
});

test("an advisor that runs out of memory says so", async () => {
  const { site, offers } = await at("n := 1", { path: "#example=pointer-in-map/bad.go" });
  await offers.first().waitFor({ timeout: 60_000 });
  const advisor = site.page.workers().find((worker) => /advisor/.test(worker.url()));
  await advisor.evaluate(() => {
    // As if what it is asked next needed more than there is.
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError(); };
    self.onmessage = () => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); });
  });
  await site.fill((await site.text()).replace("n := 1", "n := 2"));
  await site.settled();
  await site.select("n := 2");
  await site.page.locator(".offers-status", { hasText: "takes more memory than there is" }).waitFor();
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
  await site.page.locator(".offers-status", { hasText: "nothing was applied" }).waitFor();
  await site.settled();
  assert.ok((await site.text()).includes("counts := map[string]*int{}"));
  await site.close();
});
