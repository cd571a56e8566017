// "Put it on your page": the dialog, and that what it gives works elsewhere.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { page, useBlog, verdicts } from "./blog.mjs";
import { open, RESULTS } from "./site.mjs";

const blog = useBlog();

const BAD = "#example=return-address/bad.go";
const EXPECTED = { 8: "p → heap: returned · where inlined: on the stack", 13: "inlined newPoint: stack" };

async function opened(options) {
  const site = await open({ path: BAD, ...options });
  await site.settled();
  await site.page.getByRole("button", { name: /Put it on your page|嵌入网页/ }).click();
  const dialog = site.page.getByRole("dialog");
  await dialog.waitFor();
  return { site, dialog, text: () => dialog.getByRole("textbox", { name: /Text to paste|要粘贴的内容/ }).inputValue() };
}

for (const [form, tried] of Object.entries({ "HTML": 0, "A frame, without scripts of others": 1 })) {
  test(`what it gives works on another page: ${form}`, async () => {
    const { site, dialog, text } = await opened();
    await dialog.getByLabel("For").selectOption(form);
    await dialog.getByLabel("Theme").selectOption("Dark");
    await dialog.getByLabel("Stress lines").fill("9");
    await dialog.getByLabel("Write the verdicts into the code").check();
    const markup = await text();
    assert.match(markup, /(\/\/⇐|%2F%2F%E2%87%90)/);
    await site.close();
    const there = await blog.visit(page(markup));
    const widget = tried ? there.page.frameLocator("iframe").locator("go-escape") : there.widget;
    assert.deepEqual(await verdicts(widget), EXPECTED);
    assert.equal(await widget.getAttribute("theme"), "dark");
    assert.deepEqual(await widget.locator(".lit .mark").evaluateAll((marks) => marks.map((mark) => mark.dataset.line)), ["9"]);
    await there.close();
  });
}

test("Markdown has a fence in the widget", async () => {
  const { site, dialog, text } = await opened();
  await dialog.getByLabel("For").selectOption("Markdown (Hugo, Jekyll, mdBook, Docusaurus)");
  await dialog.getByLabel("Let readers guess first").check();
  assert.match(await text(), /<go-escape quiz>\n\n```go\npackage main\n[^]*\n```\n\n<\/go-escape>\n$/);
  await site.close();
});

test("the keyboard is enough, and the text can be copied", async () => {
  const site = await open({ path: BAD, permissions: ["clipboard-read", "clipboard-write"] });
  await site.settled();
  await site.page.getByRole("button", { name: "Put it on your page" }).focus();
  await site.page.keyboard.press("Enter");
  const dialog = site.page.getByRole("dialog");
  await dialog.waitFor();
  assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)));
  await dialog.getByRole("button", { name: "Copy" }).focus();
  await site.page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  const text = await dialog.getByRole("textbox", { name: "Text to paste" }).inputValue();
  assert.equal(await site.page.evaluate(() => navigator.clipboard.readText()), text);
  await site.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await site.page.evaluate(() => document.activeElement.textContent), "Put it on your page");
  await site.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [locale, viewport] of [["en", { width: 1280, height: 800 }], ["zh-CN", { width: 360, height: 740 }]]) {
    test(`axe finds nothing: ${colorScheme}, ${locale}`, async () => {
      const { site } = await opened({ colorScheme, locale, viewport });
      const { violations } = await new AxeBuilder({ page: site.page }).include("dialog").analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
      await site.page.screenshot({ path: join(RESULTS, `snippet-${colorScheme}-${locale}.png`) });
      await site.close();
    });
  }
}
