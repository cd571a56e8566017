// The worker dies, hangs, never starts or is given what is too much for it:
// the page says so, replaces it and keeps the text.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const MARK = "// typed while the worker was dead";
const RESTARTED = "The analysis did not answer and was restarted.";

async function typed(site) {
  await site.page.locator(".cm-line", { hasText: "package main" }).waitFor();
  await site.select("package main");
  await site.page.keyboard.type(`package main ${MARK}`);
}

test("a worker that throws is replaced at once", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const [first] = site.page.workers();
  await first.evaluate(() => setTimeout(() => { throw new Error("made to fail"); }));
  await site.page.getByText(RESTARTED).waitFor({ timeout: 3_000 });
  await typed(site);
  await site.settled();
  assert.ok((await site.text()).includes(MARK));
  assert.equal(site.page.workers().length, 1);
  assert.notEqual(site.page.workers()[0], first);
  await site.page.getByRole("button", { name: "Dismiss" }).click();
  assert.equal(await site.page.getByText(RESTARTED).count(), 0);
  await site.close({ except: [/made to fail/] });
});

test("a worker that hangs is ended and replaced", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const [first] = site.page.workers();
  await first.evaluate(() => { setTimeout(() => { for (;;); }); });
  await typed(site);
  await site.page.getByText("analysing…").waitFor();
  await site.page.getByText(RESTARTED).waitFor({ timeout: 15_000 });
  await site.settled();
  assert.ok((await site.text()).includes(MARK));
  for (let i = 0; i < 50 && site.page.workers().length > 1; i += 1) await site.page.waitForTimeout(100);
  assert.equal(site.page.workers().length, 1, "the one that hangs is ended");
  await site.close();
});

test("a worker that closes itself is missed at the next edit", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.page.workers()[0].evaluate(() => self.close()).catch(() => {});
  await typed(site);
  await site.page.getByText(RESTARTED).waitFor({ timeout: 15_000 });
  await site.settled();
  assert.ok((await site.text()).includes(MARK));
  await site.close();
});

test("a worker that cannot start is not tried for ever", async () => {
  let tries = 0;
  let broken = true;
  const site = await open({
    path: "#scratch",
    before: (page) => page.context().route("**/worker_boot-*.js*", (route) => {
      tries += 1;
      return broken ? route.abort() : route.continue();
    }),
  });
  await site.page.locator(".summary[data-status=GaveUp]").waitFor();
  await site.page.waitForTimeout(500);
  assert.ok(tries <= 4, `${tries} workers: two before there was anything to do, two for the text`);
  broken = false;
  await typed(site);
  await site.settled();
  assert.ok((await site.text()).includes(MARK));
  await site.close({ except: [/worker_boot-/, /ERR_FAILED/] });
});

test("a worker that is slow to load is waited for", async () => {
  const site = await open({
    path: "#scratch",
    before: (page) => page.context().route("**/worker_bg.wasm*", async (route) => {
      await new Promise((later) => setTimeout(later, 9_000));
      await route.continue();
    }),
  });
  await site.page.getByText("analysing…").waitFor();
  await typed(site);
  await site.settled();
  assert.ok((await site.text()).includes(MARK));
  assert.equal(await site.page.locator(".notices .notice").count(), 0);
  await site.close();
});

const LARGE = "This program is too large to be analysed in a browser";

test("a text that is too long is not analysed, and is kept", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const text = `package main\n\n${"func f() *int { x := 1; return &x }\n".repeat(300_000)}`;
  assert.ok(text.length > 10_000_000);
  await site.fill(text);
  await site.page.locator(".notices").getByText(LARGE).waitFor();
  assert.equal(await site.page.locator(".summary").getAttribute("data-status"), "GaveUp");
  await site.page.getByRole("button", { name: "简体中文" }).click();
  await site.page.locator(".notices").getByText("这段代码过大").waitFor();
  assert.equal((await site.text()).length, text.length);
  await site.fill("package main\n\nfunc main() {}\n");
  await site.settled();
  await site.close();
});

test("what runs out of memory is said, and another worker goes on", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const [first] = site.page.workers();
  // Constants of 32 MB, the longest that gc has.
  const doubled = Array.from({ length: 20 }, (_, i) => `const c${i + 1} = c${i} + c${i}`);
  const large = Array.from({ length: 24 }, (_, i) => `const d${i} = c20 + c20`);
  const text = ["package main", "", 'const c0 = "0123456789abcdef"', ...doubled, ...large, "", "func main() { println(len(d1)) }", ""].join("\n");
  await site.fill(text);
  await site.page.locator(".notices").getByText(LARGE).waitFor({ timeout: 20_000 });
  assert.equal(await site.text(), text);
  await site.fill("package main\n\nfunc main() {}\n");
  await site.settled();
  assert.notEqual(site.page.workers()[0], first);
  assert.equal(await site.page.locator(".notices .notice").count(), 0);
  await site.close();
});

test("what is not over in time twice is given up, and that is said", async () => {
  const site = await open({
    path: "#scratch",
    before: async (page) => {
      // Before anything sets a timer, or nobody could clear that.
      await page.clock.install();
      await page.addInitScript(() => {
        const { postMessage } = Worker.prototype;
        window.sent = 0;
        Worker.prototype.postMessage = function post(...message) {
          window.sent += 1;
          return postMessage.apply(this, message);
        };
      });
    },
  });
  await site.settled();
  // Whoever takes over hangs, too, as soon as it is given something to do.
  site.page.on("worker", (worker) => worker.evaluate(() => self.addEventListener("message", () => { for (;;); })).catch(() => {}));
  await site.page.workers()[0].evaluate(() => { setTimeout(() => { for (;;); }); });
  await site.page.evaluate(() => { window.sent = 0; });
  await site.fill(`package main ${MARK}\n`);
  await site.page.waitForFunction(() => window.sent === 1);
  await site.page.clock.fastForward(9_000);
  await site.page.getByText(RESTARTED).waitFor();
  await site.page.waitForFunction(() => window.sent === 2);
  await site.page.clock.fastForward(9_000);
  await site.page.locator(".notices").getByText("This program takes too long to analyse").waitFor();
  assert.ok((await site.text()).includes(MARK));
  await site.close();
});
