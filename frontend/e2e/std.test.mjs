// What a program imports from the standard library is loaded when it is
// needed, and only then; what cannot be loaded is said.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { foreseen, readIndex } from "./packs.mjs";
import { DIST, open, start, stop } from "./site.mjs";

before(start);
after(stop);

const program = (...imports) => `package main

import (
${imports.map((path) => `\t"${path}"\n`).join("")})

func main() {
\tx := 1
\tfmt.Println(&x)
}
`;

/** The packs that the site asks for from now on. */
function packs(site) {
  const asked = [];
  site.context.on("request", (request) => {
    const path = new URL(request.url()).pathname.split("/std/")[1];
    if (path) asked.push(path.replace(/\.txt$/, ""));
  });
  return asked;
}

test("fmt is loaded once, with what it needs, and known", async () => {
  const site = await open({ path: "#scratch" });
  const asked = packs(site);
  await site.settled();
  assert.deepEqual(asked, [], "a program without imports needs none");
  await site.fill(program("fmt"));
  await site.words.getByText("x → heap").first().waitFor();
  const needed = foreseen(await readIndex(`${DIST}/std`), ["fmt"]);
  assert.deepEqual([...asked].sort(), ["index", ...needed].sort());
  assert.doesNotMatch(await site.status.innerText(), /assumed/);
  asked.length = 0;
  await site.fill(program("fmt").replace("x := 1", "x := 2"));
  await site.settled();
  assert.deepEqual(asked, []);
  await site.close();
});

test("verdicts of an example are those that were recorded", async () => {
  const recorded = new URL("../../analyzer-core/tests/recorded/examples/fmt-sprintf/bad.m.txt", import.meta.url);
  const expected = (await readFile(recorded, "utf8")).trim().split("\n").map((line) => line.replace(/^bad\.go:/, "main.go:"));
  const site = await open({ path: "#example=fmt-sprintf/bad.go" });
  await site.settled();
  await site.page.getByRole("tab", { name: "gc -m" }).click();
  const shown = await site.pane.locator(".gc code").allInnerTexts();
  assert.deepEqual(shown.sort(), expected.sort());
  await site.close();
});

test("an import that is not in std is an error, in both languages", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.fill(program("fmt", "example.com/x", "internal/abi"));
  const row = site.page.locator("#pane .row.error", { hasText: "package example.com/x is not in std" });
  await row.getByText("only the standard library can be imported here").waitFor();
  await site.page.locator("#pane .row.error", { hasText: "use of internal package internal/abi not allowed" }).waitFor();
  await site.page.getByRole("button", { name: "简体中文" }).or(site.page.getByRole("button", { name: "中文" })).first().click();
  await row.getByText("这里只能导入标准库中的包").waitFor();
  await site.close();
});

test("packs that are slow to come are waited for", async () => {
  const site = await open({
    path: "#scratch",
    before: (page) => page.context().route("**/std/fmt.txt*", async (route) => {
      await new Promise((later) => setTimeout(later, 9_000));
      await route.continue();
    }),
  });
  await site.settled();
  await site.fill(program("fmt"));
  await site.page.getByText(/loading (fmt|the standard library)…/).waitFor();
  await site.page.locator(".summary[data-status=Current]").waitFor({ timeout: 30_000 });
  assert.doesNotMatch(await site.status.innerText(), /assumed/);
  assert.equal(await site.page.locator(".notices .notice").count(), 0);
  await site.close();
});

test("what cannot be loaded is assumed, said, and tried again", async () => {
  let broken = true;
  const site = await open({
    path: "#scratch",
    before: (page) => page.context().route("**/std/fmt.txt*", (route) => (broken ? route.abort() : route.continue())),
  });
  await site.settled();
  await site.fill(program("fmt"));
  await site.page.locator(".cm-words.is-heap.is-assumed").first().waitFor();
  await site.page.getByText("Part of the standard library could not be loaded").waitFor();
  assert.match(await site.status.innerText(), /assumed/);
  broken = false;
  await site.page.waitForTimeout(10_500);
  await site.fill(program("fmt").replace("x := 1", "x := 2"));
  await site.page.getByText("Part of the standard library could not be loaded").waitFor({ state: "detached" });
  await site.settled();
  assert.doesNotMatch(await site.status.innerText(), /assumed/);
  await site.close({ except: [/std\/fmt\.txt/, /ERR_FAILED/] });
});
