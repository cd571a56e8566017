// What can be seen of a verdict: which copy of inlined code it is about, and
// gc's own text, short or with explanations, tied to the lines of the program.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const RECORDED = new URL("../../analyzer-core/tests/recorded/examples/", import.meta.url);

/** Waits until the cursor is on `line`. */
const cursorOn = (site, line) => site.page.locator(".cm-activeLineGutter", { hasText: new RegExp(`^${line}$`) }).waitFor();

test("a function's verdict and those of its inlined copies are told apart, and lead to each other", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  assert.deepEqual(await site.words.allInnerTexts(), [
    "p → heap: returned · where inlined: on the stack",
    "inlined newPoint: stack",
  ]);
  const rows = site.page.locator("#pane .row");
  assert.match(await rows.nth(0).innerText(), /in newPoint itself/);
  assert.match(await rows.nth(1).innerText(), /newPoint inlined into main/);
  await rows.nth(1).click();
  const details = site.page.locator(".details");
  await details.getByText("that is inlined into main at line 13").waitFor();
  await details.getByRole("button", { name: "8:2" }).click();
  await cursorOn(site, 8);
  await details.getByText("This is about newPoint itself").waitFor();
  await details.getByRole("button", { name: "13:15" }).click();
  await cursorOn(site, 13);
  await site.close();
});

for (const example of ["return-address", "closure-capture", "pointer-in-map"]) {
  test(`-m=2 is what gc prints: ${example}`, async () => {
    const site = await open({ path: `#example=${example}/bad.go`, permissions: ["clipboard-read", "clipboard-write"] });
    await site.settled();
    await site.page.locator("#tab-messages").click();
    await site.page.getByRole("button", { name: "-m=2" }).click();
    await site.pane.locator(".is-indented").first().waitFor();
    await site.page.getByRole("button", { name: "Copy" }).click();
    await site.page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await site.page.evaluate(() => navigator.clipboard.readText());
    const recorded = await readFile(new URL(`${example}/bad.m2.txt`, RECORDED), "utf8");
    assert.equal(copied, `# command-line-arguments\n${recorded.replaceAll(/\bbad\.go:/g, "main.go:")}`);
    await site.close();
  });
}

test("gc's text folds, and is tied to the code both ways", async () => {
  const site = await open({ path: "#example=return-address/bad.go" });
  await site.settled();
  await site.page.locator("#tab-messages").click();
  await site.pane.getByText("main.go:8:2: moved to heap: p").click();
  await cursorOn(site, 8);
  await site.page.getByRole("button", { name: "-m=2" }).click();
  const heading = site.pane.getByText("main.go:8:2: p escapes to heap in newPoint:");
  await heading.waitFor();
  const flow = site.pane.getByText("flow: ~r0 ← &p:");
  await site.pane.getByRole("button", { name: "Explanation", exact: true }).first().click();
  await flow.waitFor({ state: "detached" });
  await site.pane.getByRole("button", { name: "Explanation", exact: true }).first().click();
  await flow.waitFor();
  await site.page.getByRole("button", { name: "Fold all" }).click();
  await flow.waitFor({ state: "detached" });
  // From the code to its lines: they are marked, and the first is in sight.
  await site.page.getByRole("button", { name: "Unfold all" }).click();
  await site.select("newPoint(3, 4)");
  const marked = site.pane.locator("[aria-current]");
  await marked.first().waitFor();
  assert.deepEqual(new Set((await marked.allInnerTexts()).map((text) => text.split(":")[1])), new Set(["13"]));
  const inSight = await site.page.evaluate(() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const [pane, row] = [box("#pane"), box("#pane [aria-current]")];
    return row.top >= pane.top && row.bottom <= pane.bottom;
  });
  assert.ok(inSight);
  await site.close();
});
