// The pane "Learn": lessons that lead to the code, older language versions, the
// quiz, benchmark files, the cheat sheet; and folded code on the site.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { fragment, read } from "../share/link.js";
import { DIST, RESULTS, home, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const LOOP = "#lesson=closure-capture/bad.go";

/** Opens a view of the pane. */
const view = (site, name) => site.page.locator(`.learn [data-view=${name}]`).click();

/** The line that the cursor is on. */
const line = (site) => site.page.evaluate(() => {
  const { state } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile.view;
  return state.doc.lineAt(state.selection.main.head).number;
});

const words = (site, text) => site.page.locator(".cm-words", { hasText: text });

/** What a mark's line says, once it says so. */
const atLine = (site, number) => site.page.waitForFunction((number) => {
  const { state } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile.view;
  return state.doc.lineAt(state.selection.main.head).number === number;
}, number);

/** axe finds nothing, and nothing is wider than the window. */
async function fine(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), [], what);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what}: too wide`);
}

test("a lesson's address opens it, its lines lead to the code, also in the other version and with an older Go", async () => {
  const site = await open({ path: LOOP });
  await site.settled();
  assert.equal(await site.page.locator("#tab-learn").getAttribute("aria-selected"), "true");
  await site.page.locator(".lesson h3", { hasText: "What Go 1.27 does" }).waitFor();
  await site.page.locator(".claim", { hasText: "total := 0" }).click();
  await atLine(site, 14);
  await site.page.locator(".details", { hasText: "moved to heap: total" }).waitFor();
  assert.equal(await words(site, "i →").count(), 0);
  await fine(site.page, "a lesson");
  await site.page.screenshot({ path: join(RESULTS, "lesson-wide-en.png") });

  await site.page.locator(".claim", { hasText: "go1.21" }).click();
  await words(site, "i → heap").waitFor();
  await atLine(site, 16);
  assert.equal(await site.page.locator(".go").inputValue(), "go1.21");
  assert.match(await site.page.locator(".release").innerText(), /-lang=go1\.21/);

  await site.page.locator(".claim", { hasText: "const workers" }).click();
  await site.page.waitForFunction(() => location.hash.endsWith("better.go"));
  await atLine(site, 13);
  await site.settled();
  assert.equal(await site.page.locator(".go").inputValue(), "go1.27", "the line is of the newest");
  await site.page.locator(".around a").last().click();
  await site.page.locator(".lesson", { hasText: "Swiss tables" }).waitFor();
  await site.close();
});

test("an older language version is the program's, and what it does not have is gc's error", async () => {
  const site = await open({ path: "#example=closure-capture/better.go" });
  await site.settled();
  await site.page.locator(".go").selectOption("go1.21");
  await site.page.locator(".row.error", { hasText: "cannot range over workers" }).first().waitFor();
  assert.match(await site.page.locator(".row.error .says").first().innerText(), /requires go1\.22 or later \(-lang was set to go1\.21; check go\.mod\)/);
  await site.page.locator('.examples a[href^="#example=return-slice"]').click();
  await site.settled();
  assert.equal(await site.page.locator(".go").inputValue(), "go1.21", "it stays until it is changed");
  await site.page.locator(".go").selectOption("go1.27");
  await site.page.waitForFunction(() => !document.querySelector(".release").textContent.includes("-lang"));
  await site.close();
});

test("a link holds the language version", async () => {
  const program = "package main\n\nfunc main() {\n\tfor i := 0; i < 3; i++ {\n\t\tgo func() { println(i) }()\n\t}\n}\n";
  const link = await fragment({ name: "loop", files: [["main.go", program]], open: "main.go", from: 0, to: 0, lang: "en", noInlining: false, go: "go1.21" });
  const site = await open({ path: link });
  await words(site, "i → heap").waitFor();
  assert.equal(await site.page.locator(".go").inputValue(), "go1.21");
  await site.page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = site.page.getByRole("dialog");
  await dialog.getByText(/characters/).waitFor();
  const made = await read(new URL(await dialog.getByRole("textbox", { name: "Link" }).inputValue()).hash);
  assert.equal(made.go, "go1.21");
  await site.close();
});

test("the quiz hides every verdict, is played with the keyboard, and says what was right", async () => {
  const site = await open({ path: "#lesson=table-return-pointer/main.go" });
  await site.settled();
  await view(site, "quiz");
  await site.page.locator(".learn .primary").press("Enter");
  await site.page.locator(".quiz").waitFor();
  // Asked lines, and nothing else.
  await site.page.waitForFunction(() => {
    const root = document.querySelector(".editor-host").shadowRoot;
    const all = [...root.querySelectorAll(".cm-words")].map((each) => each.textContent);
    return all.length > 0 && all.every((text) => text === "?");
  });
  assert.equal(await site.page.locator(".cm-about").count(), 0, "nothing is underlined");
  assert.match(await site.status.innerText(), /verdicts are hidden/);
  await site.page.locator("#tab-messages").click();
  assert.match(await site.pane.innerText(), /A quiz is on/);
  await site.page.locator("#tab-learn").click();
  await site.page.locator(".quiz li").first().waitFor();
  const lines = await site.page.locator(".quiz li").evaluateAll((rows) => rows.map((row) => Number(row.dataset.line)));
  assert.deepEqual(lines, [9, 14, 18, 23, 29]);
  for (const [index, number] of lines.entries()) {
    // 9, 14 and 18 are on the heap; the last is wrong on purpose.
    const group = site.page.locator(`.quiz li[data-line="${number}"] input`);
    await group.first().focus();
    await site.page.keyboard.press(index < 3 ? "ArrowRight" : "Space");
    if (number === 29) await site.page.keyboard.press("ArrowRight");
  }
  await site.page.locator(".count", { hasText: "5/5" }).waitFor();
  await site.page.waitForFunction(() => document.querySelector(".learn [role=status]").textContent.includes("5/5"));
  assert.equal(await words(site, "heap?").count(), 4);
  await fine(site.page, "the quiz");
  await site.page.getByRole("button", { name: "Show the answers" }).press("Enter");
  await site.page.getByRole("heading", { name: "4 of 5 right" }).waitFor();
  await site.page.waitForFunction(() => document.querySelector(".learn [role=status]").textContent === "4 of 5 right");
  assert.equal(await site.page.locator(".quiz .was-right").count(), 4);
  await words(site, "v → heap").first().waitFor();
  await site.page.locator(".quiz .was-wrong .quiz-line").click();
  await atLine(site, 29);
  await site.page.screenshot({ path: join(RESULTS, "quiz.png") });

  // It begins anew with another text, and is over with another document.
  await site.page.getByRole("button", { name: "Once more" }).click();
  await site.page.locator(".quiz input").first().check();
  await site.page.locator(".count", { hasText: "1/5" }).waitFor();
  await site.select("return new(vector)");
  await site.page.keyboard.type("var v vector; return &v");
  await site.page.locator(".count", { hasText: "0/5" }).waitFor();
  await site.page.locator('.examples a[href^="#example=return-slice"]').click();
  await site.settled();
  await words(site, "a → heap").waitFor();
  await site.close();
});

test("a benchmark file for the function at the cursor, and the commands for this program", async () => {
  const site = await open({ path: "#example=fmt-sprintf/bad.go" });
  await site.settled();
  await site.page.locator("#tab-learn").click();
  await view(site, "check");
  const programs = site.page.locator(".program pre");
  await programs.nth(1).waitFor();
  assert.match(await programs.first().innerText(), /go build -gcflags=-m main\.go/);
  await site.select("if id < 0");
  await site.page.locator(".program pre", { hasText: "func BenchmarkCheck(b *testing.B) {" }).waitFor();
  await site.page.locator(".choose select").selectOption("key");
  await site.page.locator(".program pre", { hasText: "measuredKey(kind, id)" }).waitFor();
  assert.match(await site.page.locator(".learn").innerText(), /-bench='\^BenchmarkKey\$' -count=10[^]*benchstat old\.txt new\.txt/);
  await site.page.locator(".go").selectOption("go1.24");
  await site.page.locator(".program pre", { hasText: "-lang=go1.24" }).waitFor();
  await site.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await site.page.locator(".program", { hasText: "measuredKey" }).locator("button").click();
  await site.page.locator(".program button", { hasText: "Copied" }).waitFor();
  assert.match(await site.page.evaluate(() => navigator.clipboard.readText()), /^package main\n\nimport "testing"\n/);
  await fine(site.page, "check it yourself");
  await site.page.screenshot({ path: join(RESULTS, "check-it.png") });
  await site.close();
});

test("the cheat sheet leads to lessons, in both languages, and is a page to print", async () => {
  const site = await open({ path: "#lesson=return-address/bad.go", locale: "zh-CN", viewport: { width: 360, height: 740 }, hasTouch: true });
  // A telephone shows one thing at a time: here what there is to read.
  await site.page.locator(".lesson h3").first().waitFor();
  await fine(site.page, "a lesson on a phone");
  await site.page.screenshot({ path: join(RESULTS, "lesson-narrow-zh.png"), fullPage: true });
  await view(site, "sheet");
  await site.page.locator(".learn table").first().waitFor();
  await fine(site.page, "the cheat sheet on a phone");
  await site.page.locator(".learn a", { hasText: "反射" }).click();
  await site.page.locator(".lesson h3", { hasText: "Go 1.27 怎么做" }).waitFor();
  await site.page.waitForFunction(() => location.hash.includes("=reflection/"));
  await site.page.getByRole("button", { name: "English" }).click();
  await site.page.locator(".lesson h3", { hasText: "What Go 1.27 does" }).waitFor();
  await site.page.goto(new URL("cheatsheet.zh.html", home()).href);
  await fine(site.page, "the page");
  await site.page.goto(new URL("cheatsheet.html", home()).href);
  await site.page.emulateMedia({ media: "print" });
  assert.equal(await site.page.locator("nav").isVisible(), false);
  await site.page.emulateMedia({ media: "screen" });
  await site.page.locator("a", { hasText: "reflection" }).click();
  await site.page.locator(".lesson", { hasText: "reflect.ValueOf" }).first().waitFor();
  await site.close();
});

test("a program of one's own has the list of lessons; without the bundle that is said", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.page.locator("#tab-learn").click();
  await site.page.locator(".learn li a", { hasText: "Reflection" }).click();
  await site.page.locator(".lesson", { hasText: "reflect.ValueOf" }).first().waitFor();
  await site.close();
  const without = await open({ path: "#scratch", before: (page) => page.route("**/learn-*.js", (route) => route.abort()) });
  await without.settled();
  await without.page.locator("#tab-learn").click();
  await without.page.getByText("This part could not be loaded.").waitFor();
  await without.close({ except: [/learn-/, /ERR_FAILED/, /dynamically imported/] });
});

test("what stands between //sample: comments is shown, the rest is folded and analysed", async () => {
  const program = "package main\n\nvar sink *int\n\n//sample:start\nfunc f() {\n\tx := 1\n\tsink = &x\n}\n//sample:end\n\nfunc main() { f() }\n";
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.fill(program);
  await site.page.locator(".edited").waitFor();
  assert.equal(await site.page.locator(".cm-fold").count(), 0, "nothing is hidden under one's hands");
  await site.page.reload();
  await site.settled();
  assert.deepEqual(await site.page.locator(".cm-fold").allInnerTexts(), ["Show 5 more lines", "Show 4 more lines"]);
  await words(site, "x → heap").waitFor();
  assert.equal(await site.text(), program);
  await site.page.getByRole("button", { name: "简体中文" }).click();
  await site.page.locator(".cm-fold", { hasText: "显示另外 5 行" }).waitFor();
  await site.page.locator(".cm-fold").first().press("Enter");
  await site.page.waitForFunction(() => document.querySelector(".editor-host").shadowRoot.querySelectorAll(".cm-fold").length === 1);
  await site.page.locator(".cm-line", { hasText: "var sink" }).waitFor();
  await site.close();
});

test("a first visit loads nothing of this", async () => {
  const asked = [];
  const site = await open({ before: (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)) });
  await site.settled();
  assert.deepEqual(asked.filter((path) => /lesson|cheatsheet|learn-/.test(path)), []);
  const list = await readFile(join(DIST, "examples/index.json"), "utf8");
  assert.ok(!list.includes("summary"), "nor does the list say what examples are about");
  await site.close();
});
