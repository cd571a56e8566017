// Programs of several files: which one is shown, which package is analysed,
// files that come and go.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const MODULE = {
  "go.mod": "module example.com/m\n\ngo 1.27\n",
  "main.go": "package main\n\nimport \"example.com/m/keep\"\n\nfunc main() {\n\tx := 1\n\tkeep.It(&x)\n\tprintln(*help())\n}\n",
  "help.go": "package main\n\n//go:noinline\nfunc help() *int {\n\treturn new(int)\n}\n",
  "help_windows.go": "package main\n",
  "keep/keep.go": "package keep\n\nvar kept *int\n\nfunc It(p *int) { kept = p }\n",
};

/** As files.rs keeps several files. */
const kept = (files) => `\0escapade files\n${Object.entries(files).map(([name, text]) => `${Buffer.byteLength(text)} ${name}\n${text}\n`).join("")}`;

async function opened(files, options) {
  const site = await open({
    path: "#own=m",
    before: (page) => page.addInitScript((text) => localStorage.getItem("escapade:own:m") ?? localStorage.setItem("escapade:own:m", text), kept(files)),
    ...options,
  });
  await site.settled();
  site.files = site.page.getByRole("group", { name: "Files" });
  site.turn = async (name) => {
    await site.files.getByRole("button", { name, exact: true }).click();
    await site.files.locator("[aria-pressed=true]", { hasText: name }).waitFor();
    await site.settled();
  };
  return site;
}

/** Waits until the words behind the lines are these. */
const words = (site, expected) => site.page.waitForFunction((expected) => {
  const root = document.querySelector(".editor-host").shadowRoot;
  const words = [...root.querySelectorAll(".cm-words")].map((span) => span.textContent);
  return JSON.stringify(words) === JSON.stringify(expected);
}, expected, { timeout: 10_000 }).catch(async () => assert.deepEqual(await site.words.allInnerTexts(), expected));

const text = (site, expected) => site.page.waitForFunction((expected) => {
  const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
  return content.cmTile.view.state.doc.toString() === expected;
}, expected);

test("verdicts stand in their files, and places are shown in theirs", async () => {
  const site = await opened(MODULE);
  assert.deepEqual(await site.files.getByRole("button").allInnerTexts(), Object.keys(MODULE));
  await text(site, MODULE["main.go"]);
  await words(site, ["x → heap: stored where it lives on"]);
  assert.deepEqual(await site.pane.locator(".file-name").allInnerTexts(), ["help.go", "main.go"]);
  await site.pane.locator(".row", { hasText: "new(int)" }).first().click();
  await text(site, MODULE["help.go"]);
  await site.page.locator(".details .card", { hasText: "new(int)" }).waitFor();
  await site.turn("keep/keep.go");
  await words(site, ["leaks: p → heap"]);
  assert.match(await site.page.locator("#pane").innerText(), /leak/);
  await site.turn("help_windows.go");
  await site.page.getByText("gc leaves this file out").waitFor();
  await site.turn("go.mod");
  await words(site, []);
  await site.close();
});

test("a change in one package is seen in another, errors too", async () => {
  const site = await opened(MODULE);
  await site.turn("keep/keep.go");
  await site.fill(MODULE["keep/keep.go"].replace("kept = p", "*p = 2"));
  await site.turn("main.go");
  await words(site, ["stack"]);
  await site.turn("keep/keep.go");
  await site.fill(MODULE["keep/keep.go"].replace("kept = p", "kept = q"));
  await site.turn("main.go");
  const error = site.pane.locator(".row.error", { hasText: "undefined: q" });
  assert.match(await error.innerText(), /keep\/keep\.go:5:26/);
  await error.click();
  await text(site, MODULE["keep/keep.go"].replace("kept = p", "kept = q"));
  await site.code.focus();
  await site.page.keyboard.press("Control+z");
  await text(site, MODULE["keep/keep.go"].replace("kept = p", "*p = 2"));
  await site.close();
});

test("files are added, renamed and removed, and outlive a reload", async () => {
  const site = await opened({ "main.go": "package main\n\nfunc main() { println(*two()) }\n" });
  const answers = [];
  site.page.on("dialog", (dialog) => dialog.accept(answers.shift()));
  answers.push("main.go", "../x", "two.go");
  await site.page.getByRole("button", { name: "Add a file" }).click();
  await site.files.locator("[aria-pressed=true]", { hasText: "two.go" }).waitFor();
  assert.deepEqual(answers, [], "a name that is taken, and one that is none, are asked for again");
  await text(site, "");
  await site.fill("package main\n\nfunc two() *int { return new(int) }\n");
  await site.settled();
  answers.push("b/../c", "b/two.go", "");
  await site.page.getByRole("button", { name: "Rename this file" }).click();
  await site.files.locator("[aria-pressed=true]", { hasText: "b/two.go" }).waitFor();
  answers.splice(0);
  await site.page.reload();
  await site.settled();
  assert.deepEqual(await site.files.getByRole("button").allInnerTexts(), ["main.go", "b/two.go"]);
  await site.turn("b/two.go");
  await text(site, "package main\n\nfunc two() *int { return new(int) }\n");
  await site.page.getByRole("button", { name: "Remove this file" }).click();
  await text(site, "package main\n\nfunc main() { println(*two()) }\n");
  assert.deepEqual(await site.files.getByRole("button").allInnerTexts(), ["main.go"]);
  await site.close();
});

test("an example has no bar, a draft of several files has one, and reset leaves what was added", async () => {
  const site = await open({
    path: "#example=return-address/bad.go",
    before: (page) => page.addInitScript((text) => localStorage.setItem("escapade:draft:return-address/bad.go", text), kept({ "main.go": "package main\n", "b.go": "package main // b\n" })),
  });
  await site.settled();
  await text(site, "package main\n");
  const files = site.page.getByRole("group", { name: "Files" });
  await files.getByRole("button", { name: "b.go" }).click();
  await text(site, "package main // b\n");
  await site.page.getByRole("button", { name: "Reset to original" }).click();
  await text(site, "package main // b\n");
  await files.getByRole("button", { name: "main.go" }).click();
  await site.page.waitForFunction(() => document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile.view.state.doc.toString().includes("return &"));
  await site.page.locator('.examples a[href^="#example=return-slice"]').click();
  await site.settled();
  await files.waitFor({ state: "detached" });
  await site.close();
});
