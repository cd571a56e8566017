// The first moments of a visit: the page is there before any program of it
// runs, is what the app then draws in its place, and never shows a document
// that the reader has not asked for. And the part of the analysis that a first
// visit begins with: it is enough for the first verdicts, and is replaced by
// the whole when it is not enough.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { DIST, open, start, stop } from "./site.mjs";

before(start);
after(stop);

/** Opens the page and keeps the app waiting until `go` is called. */
async function early(options = {}) {
  let go;
  const gone = new Promise((resolve) => (go = resolve));
  const site = await open({
    ...options,
    before: async (page) => {
      await options.before?.(page);
      await page.route("**/app-*_bg.wasm", async (route) => {
        await gone;
        await route.continue();
      });
    },
  });
  return { site, page: site.page, go };
}

/** Where things stand, in whole pixels: what is drawn at first, or what the app has drawn. */
const places = (page) => page.evaluate(() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length > 0);
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    // The editor will be as high as its text on narrow screens.
    return [x, y, width, ...(element.matches(".editor") ? [] : [height])].map(Math.round);
  };
  // The fifteenth line of the code, below those that get words.
  const range = document.createRange();
  const first = seen(".editor-first > :last-child")[0]?.firstChild;
  if (first) {
    const before = first.data.split("\n").slice(0, 14).join("\n").length + 1;
    range.setStart(first, before);
    range.setEnd(first, first.data.indexOf("\n", before));
  } else {
    range.selectNodeContents(document.querySelector(".editor-host").shadowRoot.querySelectorAll(".cm-line")[14]);
  }
  const text = range.getBoundingClientRect();
  const texts = seen(".brand, .tagline, .examples-list a, .about > h2, .about > p, .about-tools > div, .tabs button").map((element) => element.textContent.trim());
  const named = [".brand", ".tagline", ".switch", ".unfold", ".examples-list a", ".about > h2", ".about > p", ".about-tools > :not(.edited)", ".editor", ".sides", ".tabs button"];
  return {
    texts,
    ...Object.fromEntries(named.map((selector) => [selector, seen(selector).map(box)])),
    code: [range.toString(), Math.round(text.x), Math.round(text.y)],
  };
});

for (const [width, locale] of [[360, "en-GB"], [1280, "zh-CN"]]) {
  test(`what is drawn at first is what the app draws, at ${width} in ${locale}`, async () => {
    const { site, page, go } = await early({ viewport: { width, height: 800 }, locale });
    await page.locator(".editor-first", { hasText: "package main" }).filter({ visible: true }).waitFor();
    const before = await places(page);
    go();
    await site.settled();
    assert.deepEqual(before, await places(page));
    await site.close();
  });
}

test("the first example can be read without JavaScript", async () => {
  const site = await open({ javaScriptEnabled: false });
  await site.page.getByRole("heading", { name: "Returning the address of a local" }).waitFor();
  await site.page.getByText("type point struct{ x, y int }").filter({ visible: true }).waitFor();
  await site.page.locator("noscript > p").waitFor();
  await site.context.close();
});

test("nobody sees the first example who comes for something else", async () => {
  const draft = (page) => page.addInitScript(() => localStorage.setItem("escapade:draft:return-address/bad.go", "package mine\n"));
  const cases = [{ path: "#share=1.unread" }, { path: "#scratch" }, { path: "#example=return-slice/bad.go" }, { before: draft }];
  for (const options of cases) {
    const { page, site } = await early(options);
    // Drawn, so that it could be seen, but for this.
    await page.locator(".first .brand").filter({ visible: true }).waitFor();
    for (const hidden of [".first .about h2", ".first .about p", ".first .editor-first"]) {
      assert.equal(await page.locator(hidden).filter({ visible: true }).count(), 0, `${hidden} with ${JSON.stringify(options)}`);
    }
    await site.context.close();
  }
});

test("language and theme that were chosen before are there at once", async () => {
  const chosen = (page) => page.addInitScript(() => {
    localStorage.setItem("escapade:lang", "zh-Hans");
    localStorage.setItem("escapade:theme", "dark");
  });
  const { page, site } = await early({ before: chosen });
  await page.getByRole("heading", { name: "返回局部变量的地址" }).waitFor();
  assert.equal(await page.getByRole("heading", { name: "Returning" }).count(), 0);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await site.context.close();
});

const parted = readdirSync(DIST).some((name) => name.startsWith("worker_whole-"));

/** The wasm files of workers, in the order in which they are asked for. */
function asked(page) {
  const names = [];
  page.context().on("request", (request) => {
    const [, name] = /\/(worker(?:_whole)?)-[0-9a-f]+_bg\.wasm$/.exec(request.url()) ?? [];
    if (name) names.push(name);
  });
  return names;
}

for (const path of ["", "#example=fmt-sprintf/bad.go", "#example=fmt-sprintf/better.go"]) {
  test(`the first verdicts of ${path || "a first visit"} need no more than a part of the analysis`, { skip: !parted && "a debug build" }, async () => {
    let names;
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    const site = await open({
      path,
      before: async (page) => {
        names = asked(page);
        // It is fetched when the first verdicts have come, and here never.
        await page.context().route("**/worker_whole-*", async (route) => {
          await held;
          await route.abort();
        });
      },
    });
    await site.settled();
    assert.equal(names[0], "worker");
    answer();
    await site.context.close();
  });
}

test("what the part cannot do the whole does, unnoticed", { skip: !parted && "a debug build" }, async () => {
  let names;
  const site = await open({ before: (page) => { names = asked(page); } });
  await site.settled();
  assert.deepEqual(names[0], "worker");
  await site.fill("package main\n\nimport \"net/url\"\n\nfunc main() {\n\tu := url.URL{}\n\tprintln(u.String(), undefined)\n}\n");
  await site.page.locator(".summary", { hasText: "1 error" }).waitFor({ timeout: 30_000 });
  assert.deepEqual(names, ["worker", "worker_whole"]);
  await site.fill("package main\n\nfunc main() {\n\tx := new(int)\n\tprintln(*x)\n}\n");
  await site.page.locator(".summary", { hasText: "0 heap, 1 stack" }).waitFor();
  assert.equal(await site.page.locator(".notice").count(), 0);
  await site.close();
});

test("who brings a program gets the whole analysis at once", { skip: !parted && "a debug build" }, async () => {
  let names;
  const site = await open({ path: "#scratch", before: (page) => { names = asked(page); } });
  await site.settled();
  assert.deepEqual(names, ["worker_whole"]);
  await site.close();
});
