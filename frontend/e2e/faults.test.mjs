// Faults injected: damaged packs and modules, storage that is forbidden, two
// tabs with one program, clocks that jump, a text that is far too long. The page
// says what is the matter, loses nothing, and goes on when the fault is gone.
// FAULTS.md lists them, with those of other tests.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const FMT = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(&x)\n}\n";
const PART = "Part of the standard library could not be loaded";

/** Answers what `pattern` names with what `damage` makes of it, until it is told not to. */
async function damaged(pattern, damage) {
  const state = { on: true, asked: 0 };
  const before = (page) => page.context().route(pattern, async (route) => {
    if (!state.on) return route.continue();
    state.asked += 1;
    const response = await route.fetch();
    return route.fulfill({ response, body: damage(await response.body()) });
  });
  return { state, before };
}

/** Puts the clocks of the page and of its worker forward, or back. */
async function jump(site, ms) {
  const shift = (ms) => {
    const { now } = Date;
    Date.now = () => now() + ms;
  };
  await site.page.evaluate(shift, ms);
  for (const worker of site.page.workers()) await worker.evaluate(shift, ms);
}

const flipped = (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)));
const half = (bytes) => bytes.subarray(0, bytes.length >> 1);

for (const [what, pattern, damage, hours] of [
  ["a pack that is cut", "**/std/fmt.txt*", half, 1],
  ["a pack with another byte", "**/std/fmt.txt*", flipped, -1],
  ["an index that is cut", "**/std/index.txt*", half, -24],
]) {
  test(`${what} is not used, is said, and asked for again, also when the clock jumps by ${hours} h`, async () => {
    const { state, before } = await damaged(pattern, damage);
    const site = await open({ path: "#scratch", before });
    await site.settled();
    await site.fill(FMT);
    await site.page.locator(".cm-words.is-heap.is-assumed").first().waitFor();
    await site.page.getByText(PART).waitFor();
    assert.ok(state.asked > 0);
    state.on = false;
    // What failed is left alone for ten seconds, whatever the clock says of them.
    await jump(site, hours * 3_600_000);
    await site.fill(FMT.replace("x := 1", "x := 2"));
    await site.page.getByText(PART).waitFor({ state: "detached" });
    await site.settled();
    assert.doesNotMatch(await site.status.innerText(), /assumed/);
    await site.close();
  });
}

test("a module of the analysis that is cut is tried, said, and loaded again with the next edit", async () => {
  // Whatever parts the analysis has: all modules but the page's own.
  const { state, before } = await damaged(/\/(?!app-)[^/]*\.wasm/, half);
  const site = await open({ path: "#scratch", before });
  await site.page.locator(".summary[data-status=GaveUp]").waitFor();
  assert.ok(state.asked > 0);
  state.on = false;
  await site.fill(FMT);
  await site.words.getByText("x → heap").first().waitFor();
  await site.close({ except: [/wasm|WebAssembly|CompileError/i] });
});

test("a page whose own module is cut says how to go on", async () => {
  const { before } = await damaged("**/app-*_bg.wasm*", half);
  const site = await open({ before });
  await site.page.locator("#no-load a[href$='?reset']").first().waitFor();
  await site.close({ except: [/wasm|WebAssembly|CompileError/i] });
});

test("storage that is forbidden costs nothing but the next visit, which is said", async () => {
  const site = await open({
    path: "#scratch",
    before: (page) => page.addInitScript(() => {
      const forbidden = { get() { throw new DOMException("The operation is insecure.", "SecurityError"); } };
      for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, forbidden);
    }),
  });
  await site.settled();
  await site.fill(FMT);
  await site.words.getByText("x → heap").first().waitFor();
  await site.page.getByText("This browser does not keep your changes").waitFor();
  // Another document and back: until the page is closed the text is there.
  await site.page.locator('.examples a[href^="#example=return-address"]').first().click();
  await site.settled();
  await site.page.locator('.examples a[href="#scratch"]').click();
  await site.words.getByText("x → heap").first().waitFor();
  assert.equal(await site.text(), FMT);
  await site.page.getByRole("button", { name: "中文" }).click();
  await site.page.getByText("浏览器无法保存你的修改").waitFor();
  await site.close();
});

const keptAs = (page, key, text) => page.waitForFunction(([key, text]) => localStorage.getItem(key) === text, [key, text]);

test("two tabs with one program do not write over each other's texts", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const page = await site.context.newPage();
  await page.goto(site.page.url());
  const other = Object.assign(Object.create(Object.getPrototypeOf(site)), site, { page, code: page.locator(".cm-content"), words: page.locator(".cm-words") });
  await other.settled();

  await site.fill("package main // one\n");
  await keptAs(page, "escapade:draft:scratch", "package main // one\n");
  await other.fill("package main // two\n");
  await page.getByText("Another tab has changed this program, too").waitFor();
  await keptAs(page, "escapade:own:main.go", "package main // two\n");
  // Both go on, each with its own.
  await site.fill("package main // one, again\n");
  await keptAs(page, "escapade:draft:scratch", "package main // one, again\n");
  await other.fill("package main // two, again\n");
  await keptAs(page, "escapade:own:main.go", "package main // two, again\n");
  assert.equal(await site.page.locator(".notices .notice").count(), 0);
  await page.locator(".examples a", { hasText: "main.go" }).click();
  await page.waitForFunction(() => location.hash === "#own=main.go");
  await other.settled();
  assert.equal(await other.text(), "package main // two, again\n");
  // Each document can be gone on with in either tab.
  await page.locator('.examples a[href="#scratch"]').click();
  await page.waitForFunction(() => location.hash === "#scratch");
  await other.settled();
  assert.equal(await other.text(), "package main // one, again\n");
  await other.fill("package main // three\n");
  await keptAs(page, "escapade:draft:scratch", "package main // three\n");
  await site.close();
});

test("a text of 10 MB is kept as it is, and the page can be used", async () => {
  const text = "package main // 10 MB\n".padEnd(10 << 20, "x := &y // line\n");
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.fill(text);
  await site.code.focus();
  await site.page.keyboard.press("Control+Home");
  await site.page.keyboard.type("//");
  assert.equal(await site.page.evaluate(() => {
    const { doc } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile.view.state;
    return doc.length;
  }), text.length + 2);
  // Storage has no room for it.
  await site.page.getByText("This browser does not keep your changes").waitFor();
  await site.page.locator(".summary:not([data-status=Analysing])").waitFor({ timeout: 60_000 });
  await site.fill(FMT);
  await site.words.getByText("x → heap").first().waitFor({ timeout: 30_000 });
  await site.page.getByText("This browser does not keep your changes").waitFor({ state: "detached" });
  await site.close();
});
