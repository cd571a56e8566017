// "Share": links, the texts and files that the dialog gives, and what comes
// back: links, dropped and chosen files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { fragment, read } from "../share/link.js";
import { page, useBlog, verdicts } from "./blog.mjs";
import { DIST, home, open, RESULTS } from "./site.mjs";

const blog = useBlog();

const BAD = "#example=return-address/bad.go";
const EXPECTED = { 8: "p → heap: returned · where inlined: on the stack", 13: "inlined newPoint: stack" };

const STATE = {
  name: "读我.go", open: "b.go", from: 22, to: 25, lang: "en", noInlining: true, go: "go1.21",
  files: [["main.go", "package main\n\nfunc main() { println(*two()) }\n"], ["b.go", "package main\n\nfunc two() *int { return new(int) }\n"]],
};

async function opened(options, form) {
  const site = await open({ path: BAD, permissions: ["clipboard-read", "clipboard-write"], ...options });
  await site.settled();
  await site.page.getByRole("button", { name: /^(Share|分享)$/ }).click();
  const dialog = site.page.getByRole("dialog");
  await dialog.waitFor();
  if (form) await dialog.getByRole("button", { name: form, exact: true }).click();
  return { site, dialog, text: () => dialog.getByRole("textbox", { name: /Text to paste|要粘贴的内容/ }).inputValue() };
}

/** The link that the dialog shows. */
async function linkIn(dialog) {
  const field = dialog.getByRole("textbox", { name: "Link" });
  await dialog.getByText(/characters/).waitFor();
  return field.inputValue();
}

const keptNames = (site) => site.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("escapade:own:")).sort());

const text = (site, expected) => site.page.waitForFunction((expected) => {
  const content = document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content");
  return content?.cmTile.view.state.doc.toString() === expected;
}, expected);

test("a link opens what it was made of, elsewhere and beside the reader's own texts", async () => {
  const { site, dialog } = await opened();
  const original = await site.text();
  const link = await linkIn(dialog);
  assert.ok(link.startsWith(`${home()}#share=1.`), link);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await site.page.evaluate(() => navigator.clipboard.readText()), link);
  await site.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await site.page.evaluate(() => document.activeElement.textContent), "Share");
  // In the same visit, after a change of the same example.
  await site.fill("package main // mine\n");
  await site.settled();
  await site.page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
  await site.page.locator(".about h2", { hasText: "return-address" }).waitFor();
  await text(site, original);
  assert.match(site.page.url(), /#own=return-address$/, "a reload does not make it again");
  await site.fill("package main // changed\n");
  await site.settled();
  await site.page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
  await site.page.locator(".about h2", { hasText: "return-address-2" }).waitFor();
  await text(site, original);
  assert.deepEqual(await keptNames(site), ["escapade:own:return-address", "escapade:own:return-address-2"]);
  await site.page.locator(`.examples a[href="${BAD}"]`).click();
  await text(site, "package main // mine\n");
  await site.close();
});

test("a link has all files, the selection and the language", async () => {
  const path = await fragment({ ...STATE, lang: "zh-Hans" });
  const site = await open({ path });
  await site.settled();
  await text(site, STATE.files[1][1]);
  assert.equal(await site.page.getAttribute("html", "lang"), "zh-Hans");
  assert.equal(await site.page.locator(".about h2").innerText(), "读我.go");
  const selected = () => site.page.evaluate(() => {
    const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
    const { from, to } = view.state.selection.main;
    return [from, to];
  });
  await site.page.waitForFunction(() => {
    const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
    return view.state.selection.main.to > 0;
  });
  assert.deepEqual(await selected(), [22, 25]);
  assert.ok(await site.page.getByLabel("不内联（-l）").isChecked());
  await site.page.getByRole("button", { name: "分享" }).click();
  const field = site.page.getByRole("dialog").getByRole("textbox", { name: "链接" });
  await site.page.getByText(/共 .* 个字符/).waitFor();
  const link = await field.inputValue();
  assert.deepEqual(await read(link.slice(home().length)), { ...STATE, lang: "zh-Hans" }, "what comes out is what went in");
  await site.close();
  // Who has chosen a language keeps it.
  const other = await open({ path, before: (page) => page.addInitScript(() => localStorage.setItem("escapade:lang", "en")) });
  await other.page.locator(".about h2", { hasText: "读我.go" }).waitFor();
  await other.settled();
  assert.equal(await other.page.getAttribute("html", "lang"), "en");
  await other.close();
});

for (const [name, hash, says] of [
  ["of a later version", "#share=2.abc", "made by a later version"],
  ["that is cut", async () => (await fragment(STATE)).slice(0, -12), "This link is damaged"],
  ["with a name that leads out", () => fragment({ ...STATE, files: [["../main.go", ""]] }), "This link is damaged"],
]) {
  test(`a link ${name} is said to be, and nothing is lost`, async () => {
    const path = typeof hash === "string" ? hash : await hash();
    const site = await open({ path, before: (page) => page.addInitScript(() => localStorage.setItem("escapade:own:mine", "package main // mine\n")) });
    await site.page.locator(".notice", { hasText: says }).waitFor();
    await site.settled();
    assert.deepEqual(await keptNames(site), ["escapade:own:mine"]);
    assert.match(site.page.url(), /#example=/);
    await site.close();
  });
}

test("a link is opened where nothing can be kept", async () => {
  const site = await open({
    path: await fragment(STATE),
    before: (page) => page.addInitScript(() => {
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    }),
  });
  await site.page.getByText("This browser does not keep your changes").waitFor();
  await text(site, STATE.files[1][1]);
  await site.fill("package main // changed\n");
  await site.settled();
  // Until the page is closed everything is there, also what was written in another document.
  await site.page.locator('.examples a[href="#scratch"]').click();
  await site.page.waitForFunction(() => location.hash === "#scratch");
  await site.settled();
  await site.fill("package main // scratch\n");
  await site.settled();
  await site.page.locator(".examples a", { hasText: "读我.go" }).click();
  await site.page.getByRole("group", { name: "Files" }).getByRole("button", { name: "b.go" }).click();
  await text(site, "package main // changed\n");
  await site.page.locator('.examples a[href="#scratch"]').click();
  await text(site, "package main // scratch\n");
  await site.close();
});

test("-l is analysed without inlining, and can be switched off again", async () => {
  const site = await open({ path: BAD });
  await site.settled();
  const box = site.page.getByLabel("Without inlining (-l)");
  await box.check();
  await site.page.waitForFunction(() => !/inlined/.test(document.querySelector("#pane").innerText));
  await site.page.locator('.examples a[href^="#example=return-slice"]').click();
  await site.settled();
  assert.ok(await box.isChecked(), "another document is analysed the same way");
  await box.uncheck();
  await site.page.locator(`.examples a[href="${BAD}"]`).click();
  await site.page.waitForFunction(() => /inlined/.test(document.querySelector("#pane").innerText));
  await site.close();
});

test("where the system can send links, it is given this one", async () => {
  const share = (answer) => (page) => page.addInitScript((answer) => {
    window.sent = [];
    const can = answer === "absent" ? undefined : (data) => Boolean(data.url);
    Object.defineProperty(Navigator.prototype, "canShare", { configurable: true, value: can });
    Object.defineProperty(Navigator.prototype, "share", { configurable: true, value: async (data) => {
      window.sent.push(data);
      if (answer === "abort") throw new DOMException("the reader has thought better of it", "AbortError");
    } });
  }, answer);
  for (const answer of ["done", "abort"]) {
    const { site, dialog } = await opened({ before: share(answer) });
    const link = await linkIn(dialog);
    await dialog.getByRole("button", { name: "Send…" }).click();
    await site.page.waitForFunction(() => window.sent.length === 1);
    assert.deepEqual(await site.page.evaluate(() => window.sent), [{ title: "Returning the address of a local", url: link }]);
    await dialog.getByRole("button", { name: "Send…" }).waitFor();
    // Closing the page asserts that nothing was thrown or said.
    await site.close();
  }
  const { site, dialog } = await opened({ before: share("absent") });
  await linkIn(dialog);
  await dialog.getByRole("button", { name: "Copy" }).waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Send…" }).count(), 0);
  await site.close();
});

test("Markdown has the code, its verdicts and a link", async () => {
  const { site, dialog, text } = await opened({}, "Markdown");
  await site.page.waitForFunction(() => /Open in Escapade\]\(http.*#share=1\./.test(document.querySelector("dialog textarea").value));
  assert.match(await text(), /^```go\npackage main\n[^]*\/\/⇐ p → heap: returned[^]*\n```\n\n\[/);
  await dialog.getByLabel("With a link to it").uncheck();
  await dialog.getByLabel("Write the verdicts into the code").uncheck();
  const source = await readFile(join(DIST, "examples/return-address/bad.go"), "utf8");
  await site.page.waitForFunction((expected) => document.querySelector("dialog textarea").value === expected, `\`\`\`go\n${source}\`\`\`\n`);
  await site.close();
});

/** What a button of the dialog downloads. */
async function downloaded(site, dialog) {
  const [download] = await Promise.all([site.page.waitForEvent("download"), dialog.getByRole("button", { name: "Download" }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("a file of HTML has the verdicts and asks nobody for anything", async () => {
  const { site, dialog } = await opened({}, "HTML file");
  await dialog.getByLabel("Language").selectOption("简体中文");
  const { name, text } = await downloaded(site, dialog);
  assert.equal(name, "Returning-the-address-of-a-local.html");
  await site.close();
  const there = await blog.visit(text, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  assert.equal(await there.page.getAttribute("html", "lang"), "zh-Hans");
  assert.match(await there.page.locator("#f1l8 .words").innerText(), /^p → 堆：被返回/);
  await there.page.locator("#f1l8 .words").click();
  await there.page.locator("#f1l8-why:target").waitFor();
  const reasons = there.page.locator("#f1l8-why");
  assert.match(await reasons.innerText(), /p 在这里声明。[^]*9:2/);
  // gc's own lines are there for who wants them.
  assert.ok(!(await reasons.innerText()).includes("moved to heap: p"));
  await reasons.locator(".gc summary").first().click();
  assert.match(await reasons.innerText(), /moved to heap: p[^]*flow: ~r0 ← &p:/);
  await reasons.getByRole("link", { name: "9:2" }).click();
  await there.page.locator("#f1l9:target").waitFor();
  await there.close();
  const seen = await blog.visit(text);
  const { violations } = await new AxeBuilder({ page: seen.page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
  await seen.page.screenshot({ path: join(RESULTS, "shared-page.png"), fullPage: true });
  await seen.close();
});

test("nothing in a program becomes markup in a file of HTML", async () => {
  const program = "package main\n\n// </code><script>alert(1)</script>\nvar s = \"<img src=x onerror=alert(2)>\"\n\nfunc f() *int { x := 1; return &x } // <b>\n";
  const { site, dialog } = await opened({ path: await fragment({ ...STATE, name: "<i>&\"", files: [["<u>.go", program]], open: "<u>.go" }) }, "HTML file");
  const { text } = await downloaded(site, dialog);
  await site.close();
  const there = await blog.visit(text);
  assert.equal(await there.page.locator("script, img, i, u, b").count(), 0);
  assert.equal(await there.page.title(), "<i>&\"");
  await there.close();
});

test("a txtar can be dropped again; other files are a program", async () => {
  const { site, dialog } = await opened({ path: await fragment(STATE) }, "txtar");
  const { name, text: archive } = await downloaded(site, dialog);
  assert.equal(name, "读我.txtar");
  assert.equal(archive, STATE.files.map(([name, text]) => `-- ${name} --\n${text}`).join(""));
  await site.page.keyboard.press("Escape");
  const drop = async (...files) => {
    const data = await site.page.evaluateHandle((files) => {
      const data = new DataTransfer();
      for (const [name, text] of files) data.items.add(new File([text], name));
      return data;
    }, files);
    for (const type of ["dragover", "drop"]) await site.page.dispatchEvent(".editor-host", type, { dataTransfer: data });
  };
  await drop([name, archive]);
  await site.page.locator(".about h2", { hasText: "读我.txtar" }).waitFor();
  await text(site, STATE.files[0][1]);
  await drop(["go.mod", "module example.com/tool\n\ngo 1.27\n"], ["README.md", "# no"], ["tool.go", "package main\n\nfunc main() {}\n"]);
  await site.page.locator(".about h2", { hasText: "tool" }).waitFor();
  await text(site, "package main\n\nfunc main() {}\n");
  assert.deepEqual(await site.page.getByRole("group", { name: "Files" }).getByRole("button").allInnerTexts(), ["go.mod", "tool.go"]);
  await drop(["big.go", "x".repeat(1_100_000)]);
  await site.page.getByText("This could not be opened").waitFor();
  await text(site, "package main\n\nfunc main() {}\n");
  await site.page.getByRole("button", { name: "Dismiss" }).click();
  const [chooser] = await Promise.all([site.page.waitForEvent("filechooser"), site.page.getByRole("button", { name: "Open files…" }).click()]);
  await chooser.setFiles([{ name: "chosen.go", mimeType: "text/plain", buffer: Buffer.from("package main // chosen\n") }]);
  await site.page.locator(".about h2", { hasText: "chosen.go" }).waitFor();
  await text(site, "package main // chosen\n");
  await site.close();
});

for (const [form, tried] of Object.entries({ "HTML": 0, "A frame, without scripts of others": 1 })) {
  test(`a widget's markup works on another page: ${form}`, async () => {
    const { site, dialog, text } = await opened({}, "On your page");
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

for (const [colorScheme, locale, viewport, first] of [["light", "en", { width: 1280, height: 800 }, 0], ["dark", "zh-CN", { width: 360, height: 740 }, 1]]) {
  test(`axe finds nothing: ${colorScheme}, ${locale}`, async () => {
    const { site, dialog } = await opened({ colorScheme, locale, viewport });
    const forms = dialog.locator(".share-forms button");
    for (let index = first; index < await forms.count(); index += 2) {
      await forms.nth(index).click();
      await dialog.locator(`.share-forms button:nth-child(${index + 1})[aria-pressed=true]`).waitFor();
      const { violations } = await new AxeBuilder({ page: site.page }).include("dialog").analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
      const overflow = await dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide`);
      await site.page.screenshot({ path: join(RESULTS, `share-${index}-${colorScheme}-${locale}.png`) });
    }
    await site.close();
  });
}
