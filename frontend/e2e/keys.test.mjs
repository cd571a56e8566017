// The keyboard: from verdict to verdict, to definitions, the list of keys; and
// what is said while something is loaded.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { fragment } from "../share/link.js";
import { RESULTS, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const PROGRAM = {
  name: "keys", open: "main.go", from: 0, to: 0, lang: "en", noInlining: false, go: "",
  files: [
    ["go.mod", "module example.com/m\n"],
    ["keep/keep.go", "package keep\n\n// 保留\nfunc It(p *int) *int { return p }\n"],
    ["main.go", "package main\n\nimport \"example.com/m/keep\"\n\ntype 结构 struct{ field int }\n\nfunc main() {\n\tx := new(int)\n\ty := &结构{field: 1} // 😀\n\tprintln(keep.It(x), y.field)\n}\n"],
  ],
};

const cursor = (site) => site.page.evaluate(() => {
  const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  return `${line.number}: ${line.text.slice(0, 12)}`;
});

/** Waits until the cursor is on this line of the text that is shown. */
const cursorOn = (site, expected) => site.page.waitForFunction((expected) => {
  const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  return `${line.number}:${view.state.sliceDoc(from, to)}` === expected;
}, expected, { timeout: 10_000 }).catch(async () => assert.equal(await cursor(site), expected));

test("F9 goes round the verdicts, wherever the focus is", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  await site.page.evaluate(() => {
    window.announced = [];
    // CodeMirror takes them away again soon.
    const region = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-announced");
    new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true });
  });
  await site.page.locator("#tab-messages").focus();
  await site.page.keyboard.press("F9");
  await cursorOn(site, "8:");
  await site.page.locator(".details .card").first().waitFor();
  assert.ok(await site.page.evaluate(() => document.activeElement.matches(".editor-host")), "the editor has the focus");
  await site.page.waitForFunction(() => window.announced.some((text) => text.startsWith("8: p → heap")));
  await site.page.keyboard.press("F9");
  await cursorOn(site, "13:");
  await site.page.keyboard.press("F9");
  await cursorOn(site, "8:");
  await site.page.keyboard.press("Shift+F9");
  await cursorOn(site, "13:");
  await site.fill("package main\n");
  await site.settled();
  await site.page.keyboard.press("F9");
  await cursorOn(site, "1:");
  await site.close();
});

test("F12 and a click lead to definitions, in other files too", async () => {
  const site = await open({ path: await fragment(PROGRAM) });
  await site.settled();
  await site.page.getByRole("group", { name: "Files" }).locator("[aria-pressed=true]", { hasText: "main.go" }).waitFor();
  await site.select("y.field");
  await site.page.keyboard.press("F12");
  await cursorOn(site, "5:field");
  await site.select("&结构");
  await site.page.keyboard.press("F12");
  await cursorOn(site, "5:结构");
  const box = await site.page.locator(".cm-line", { hasText: "keep.It" }).boundingBox();
  const call = await site.page.evaluate(() => {
    const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
    return view.coordsAtPos(view.state.doc.toString().indexOf("It(x)") + 1).left;
  });
  await site.page.keyboard.down("Control");
  await site.page.mouse.click(call + 1, box.y + box.height / 2);
  await site.page.keyboard.up("Control");
  await site.page.getByRole("group", { name: "Files" }).locator("[aria-pressed=true]", { hasText: "keep/keep.go" }).waitFor();
  await cursorOn(site, "4:");
  await site.close();
});

test("what is declared in the standard library leads to its documentation", async () => {
  const program = "package main\n\nimport \"strings\"\n\nfunc main() {\n\tvar b strings.Builder\n\tb.WriteString(\"x\")\n\tprintln(len(b.String()))\n}\n";
  const site = await open({ path: await fragment({ ...PROGRAM, files: [["main.go", program]] }) });
  await site.settled();
  const notice = site.page.locator(".notices .declared");
  const link = notice.getByRole("link", { name: "Documentation on pkg.go.dev" });
  const text = await site.text();
  for (const [name, declared, address] of [
    ["WriteString", /^func \(\*Builder\) WriteString\(s string\) \(int, error\)\s*package strings, strings\/builder\.go:\d+/, "strings@go1.27.3#Builder.WriteString"],
    ["Builder", /^type Builder struct/, "strings@go1.27.3#Builder"],
    ["len", /^func len\s*part of the language/, "builtin@go1.27.3#len"],
  ]) {
    await site.select(name);
    await site.page.keyboard.press("F12");
    await site.page.locator(`.declared a[href="https://pkg.go.dev/${address}"]`).waitFor();
    assert.match(await notice.innerText(), declared);
  }
  assert.equal(await link.getAttribute("target"), "_blank");
  assert.equal(await site.text(), text);
  await site.page.getByRole("button", { name: "简体中文" }).click();
  await notice.getByText("语言内置").waitFor();
  const { violations } = await new AxeBuilder({ page: site.page }).include(".notices").analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  // What is no name is said, too; what is typed makes both go away.
  await site.select("package");
  await site.page.keyboard.press("F12");
  await site.page.locator(".notices").getByText("这里没有已知其声明的名称").waitFor();
  assert.equal(await notice.count(), 0);
  await site.page.keyboard.type("package");
  await site.page.waitForFunction(() => document.querySelectorAll(".notices .notice").length === 0);
  await site.close();
});

for (const [colorScheme, locale, viewport] of [["light", "en", { width: 1280, height: 800 }], ["dark", "zh-CN", { width: 360, height: 740 }]]) {
  test(`the list of keys: ${colorScheme}, ${locale}`, async () => {
    const site = await open({ path: "#scratch", colorScheme, locale, viewport });
    await site.settled();
    await site.code.focus();
    await site.page.keyboard.type("?");
    assert.match(await site.text(), /^\?/, "in a text it is a character");
    await site.page.keyboard.press("F1");
    const dialog = site.page.getByRole("dialog", { name: locale === "en" ? "Keyboard shortcuts" : "键盘快捷键" });
    await dialog.waitFor();
    await site.page.keyboard.press("F1");
    assert.equal(await site.page.getByRole("dialog").count(), 1);
    await dialog.getByText(locale === "en" ? "Leave the editor" : "离开编辑器").waitFor();
    const { violations } = await new AxeBuilder({ page: site.page }).include("dialog").analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
    await site.page.screenshot({ path: join(RESULTS, `keys-${colorScheme}-${locale}.png`) });
    await site.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await site.page.keyboard.press("Escape");
    await site.page.keyboard.press("Tab");
    await site.page.keyboard.press("?");
    await dialog.waitFor();
    await site.close();
  });
}

test("what is loaded is said, with how far it has come", async () => {
  let release;
  const held = new Promise((go) => { release = go; });
  const site = await open({
    path: "#scratch",
    before: (page) => page.context().route(/\/std\/(?!index).*\.txt/, async (route) => {
      await held;
      await route.continue();
    }),
  });
  await site.settled();
  await site.fill("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n");
  await site.status.getByText(/loading fmt…/).waitFor();
  assert.match(await site.status.innerText(), /\b0 of \d+$/);
  release();
  await site.settled();
  await site.close();
});
