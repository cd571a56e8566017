// A key and its verdict in one frame (editor/hold.js): what is held back, for
// how long, and that nobody sees the text without it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const TEXT = "package main\n\nfunc main() {\n\tb := make([]byte, 65536)\n\tprintln(len(b))\n}\n";

/**
 * The scratch document with TEXT, the cursor behind the number, and nothing left to be done.
 * A change that is held back is so for `patience` milliseconds.
 */
async function ready(patience) {
  const site = await open({
    path: "#scratch",
    before: (page) => page.addInitScript((patience) => {
      const later = window.setTimeout;
      window.setTimeout = (then, wait, ...more) => later(then, wait === 6 ? patience : wait, ...more);
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function post(...message) {
        if (!window.silent) postMessage.apply(this, message);
      };
    }, patience),
  });
  await site.settled();
  await site.fill(TEXT);
  await site.settled();
  await site.select("65536");
  await site.page.keyboard.press("ArrowRight");
  await site.page.evaluate(() => {
    const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
    window.line = () => content.querySelector(".cm-activeLine").textContent;
    window.seen = [];
    new MutationObserver(() => window.seen.push(window.line())).observe(content, { subtree: true, childList: true, characterData: true });
  });
  await pause(site);
  return site;
}

/** What is typed without a pause is not held back. */
async function pause({ page }) {
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() > since + 60, since);
}

const shows = ({ page }, part) => page.waitForFunction((part) => window.line().includes(part), part);

test("a key is drawn together with its verdict", async () => {
  const site = await ready(10_000);
  const error = "65536syntax error";
  for (const [key, line] of [["0", "655360)make([]byte, 655360) → heap"], ["Backspace", "65536)stack"], ["Delete", error], [")", "65536)stack"]]) {
    await site.page.evaluate(() => { window.seen = []; });
    await site.page.keyboard.press(key);
    await shows(site, line);
    const [first] = await site.page.evaluate(() => window.seen);
    assert.ok(first.includes(line), `${key}: ${first}`);
    await site.settled();
    await pause(site);
  }
  assert.equal(await site.text(), TEXT);
  // What was typed can be undone like anything else.
  await site.page.keyboard.press("ArrowDown");
  await pause(site);
  await site.page.keyboard.press("Enter");
  await site.settled();
  assert.notEqual(await site.text(), TEXT);
  await site.page.keyboard.press("Control+z");
  await site.settled();
  assert.equal(await site.text(), TEXT);
  await site.close();
});

test("a key waits no longer than that for a verdict that does not come", async () => {
  const site = await ready(6);
  await site.page.evaluate(() => { window.silent = true; });
  await site.page.keyboard.press("0");
  await shows(site, "655360)stack");
  await site.close();
});

test("what is held back is there for the next key, for who asks, and when the page is left", async () => {
  const site = await ready(10_000);
  await site.page.evaluate(() => { window.silent = true; });
  await site.page.keyboard.press("1");
  assert.ok((await site.page.evaluate(() => window.line())).includes("65536)"), "it is held back");
  await site.page.keyboard.press("2");
  await shows(site, "6553612)");
  assert.equal(await site.text(), TEXT.replace("65536", "6553612"));
  await site.context.close();

  const other = await ready(10_000);
  await other.page.evaluate(() => { window.silent = true; });
  await other.page.keyboard.press("7");
  await other.page.reload();
  await other.settled();
  assert.equal(await other.text(), TEXT.replace("65536", "655367"));
  await other.close();
});
