// The page itself: examples, addresses, settings, drafts, tabs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { serve } from "./serve.mjs";
import { DIST, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const examples = JSON.parse(await readFile(join(DIST, "examples/index.json"), "utf8"));
const source = (slug, file) => readFile(join(DIST, "examples", slug, file), "utf8");

test("opens with the first example, its text and a settled analysis", async () => {
  const site = await open();
  await site.settled();
  const [first] = examples;
  assert.equal(await site.page.locator(".about h2").innerText(), first.title.en);
  assert.equal(await site.text(), await source(first.slug, first.files[0].name));
  assert.match(site.page.url(), new RegExp(`#example=${first.slug}/`));
  await site.close();
});

test("every version of every example opens and is analysed", async () => {
  assert.equal(examples.length, 21, "14 scenarios and 7 comparisons");
  const site = await open();
  await site.settled();
  for (const { slug, title, files } of examples) {
    await site.page.locator(`.examples a[href="#example=${slug}/${files[0].name}"]`).click();
    for (const { name, label } of files) {
      await site.page.locator(".versions button", { hasText: label.en }).first().click();
      await site.page.waitForFunction((hash) => location.hash === hash, `#example=${slug}/${name}`);
      const expected = await source(slug, name);
      await site.page.waitForFunction((expected) => {
        const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
        return content.cmTile.view.state.doc.toString() === expected;
      }, expected);
      await site.settled();
      assert.equal((await site.page.locator(".about h2").innerText()).replaceAll("`", ""), title.en.replaceAll("`", ""));
      assert.equal(await site.page.locator(".notices .notice").count(), 0);
    }
  }
  await site.close();
});

test("one build works from any path, and asks no other origin", async () => {
  const server = await serve(DIST, { base: "/a/b/" });
  for (const path of ["", "index.html", "#example=return-slice/better.go", "index.html?q=1#scratch"]) {
    const site = await open({ url: server.url, path });
    await site.settled();
    if (path.includes("return-slice")) assert.equal(await site.text(), await source("return-slice", "better.go"));
    await site.page.locator('.examples a[href^="#example=return-address"]').click();
    await site.settled();
    assert.match(site.page.url(), /\/a\/b\/.*#example=return-address\//);
    await site.close();
  }
  await server.close();
});

test("the back button goes back to the example before", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  await site.page.locator(".versions button").nth(1).click();
  await site.page.waitForFunction(() => location.hash.endsWith("better.go"));
  await site.page.goBack();
  await site.page.locator('.versions button[aria-pressed="true"]', { hasText: examples[0].files[0].label.en }).waitFor();
  await site.settled();
  assert.equal(await site.text(), await source("return-address", "bad.go"));
  await site.close();
});

test("opening the page is one step of the history, query and all", async () => {
  const site = await open({ path: "index.html?q=1" });
  await site.settled();
  assert.match(site.page.url(), /index\.html\?q=1#example=/);
  assert.equal(await site.page.evaluate(() => history.length), 2, "about:blank and the page");
  await site.close();
});

test("a browser without WebAssembly, or without scripts, is told what is missing", async () => {
  const old = await open({ before: (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }) });
  await old.page.getByText("this browser has to allow WebAssembly").waitFor();
  await old.close({ except: [/WebAssembly/] });
  const still = await open({ javaScriptEnabled: false });
  assert.match(await still.page.locator("body").innerText(), /Escapade needs JavaScript and WebAssembly/);
  await still.close({ except: [/ csp$/] });
});

test("an address that names nothing is said to, and the page goes on", async () => {
  const site = await open({ path: "#example=no-such/thing.go" });
  await site.page.getByText("This example could not be loaded.").waitFor();
  await site.page.locator('.examples a[href="#scratch"]').click();
  await site.settled();
  await site.close({ except: [/404/] });
});

test("a draft outlives a reload, and reset brings the original back, undoably", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  const original = await site.text();
  await site.select("package main");
  await site.page.keyboard.type("package main // 草稿");
  await site.page.locator(".edited").waitFor();
  const draft = await site.text();
  assert.ok(draft.startsWith("package main // 草稿\n"));
  await site.page.reload();
  await site.settled();
  assert.equal(await site.text(), draft);
  await site.page.getByRole("button", { name: "Reset to original" }).click();
  await site.page.locator(".edited").waitFor({ state: "detached" });
  assert.equal(await site.text(), original);
  await site.code.focus();
  await site.page.keyboard.press("Control+z");
  assert.equal(await site.text(), draft);
  await site.close();
});

test("drafts are kept apart, even when the example is changed at once", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  await site.fill("package main // mine");
  await site.page.locator(".versions button").nth(1).click();
  await site.page.waitForFunction(() => location.hash.endsWith("better.go"));
  await site.settled();
  assert.equal(await site.text(), await source("return-address", "better.go"));
  await site.page.locator(".versions button").nth(0).click();
  await site.page.locator(".edited").waitFor();
  await site.settled();
  assert.equal(await site.text(), "package main // mine");
  await site.close();
});

test("the language follows the browser, can be changed, and is remembered", async () => {
  const site = await open({ locale: "zh-CN" });
  await site.settled();
  assert.equal(await site.page.getAttribute("html", "lang"), "zh-Hans");
  assert.equal(await site.page.locator(".about h2").innerText(), examples[0].title.zh);
  await site.page.getByRole("button", { name: "English" }).click();
  assert.equal(await site.page.getAttribute("html", "lang"), "en");
  assert.equal(await site.page.locator(".about h2").innerText(), examples[0].title.en);
  await site.page.reload();
  await site.settled();
  assert.equal(await site.page.getAttribute("html", "lang"), "en");
  await site.page.getByRole("button", { name: "简体中文" }).click();
  await site.page.getByRole("tab", { name: "结论" }).waitFor();
  await site.close();
});

test("the theme follows the system, can be changed, and is remembered", async () => {
  const site = await open({ colorScheme: "dark" });
  await site.settled();
  const background = () => site.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await site.page.getByRole("button", { name: "Light" }).click();
  const light = await background();
  assert.notEqual(light, dark);
  await site.page.reload();
  await site.settled();
  assert.equal(await background(), light);
  await site.page.getByRole("button", { name: "Same as the system" }).click();
  assert.equal(await background(), dark);
  await site.close();
});

test("search and undo work inside the shadow root", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const before = await site.text();
  await site.code.focus();
  await site.page.keyboard.press("Control+f");
  await site.page.locator(".cm-search").waitFor();
  await site.page.keyboard.type("newPoint");
  assert.equal(await site.page.locator(".cm-searchMatch").count(), 2);
  await site.page.keyboard.press("Escape");
  await site.page.keyboard.type("x");
  assert.notEqual(await site.text(), before);
  await site.page.keyboard.press("Control+z");
  assert.equal(await site.text(), before);
  await site.close();
});

test("without its bundle the editor is a plain text field that is analysed too", async () => {
  const site = await open({ path: "#scratch", before: (page) => page.route("**/editor-*.js", (route) => route.abort()) });
  await site.page.getByText("this is a plain text field").waitFor();
  await site.page.locator(".summary[data-status=Current]").waitFor();
  await site.page.locator("textarea").fill("package main\n\nfunc main() {}\n");
  await site.page.locator(".edited").waitFor();
  await site.page.locator(".summary[data-status=Current]").waitFor();
  await site.close({ except: [/editor-/, /ERR_FAILED/, /dynamically imported/] });
});
