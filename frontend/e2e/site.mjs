// One browser for all tests, and a page that remembers everything that must
// not happen: console errors, exceptions, refused or foreign requests,
// violations of the Content-Security-Policy.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { serve } from "./serve.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const DIST = process.env.ESCAPADE_DIST ?? here("../../dist");
export const RESULTS = here("../../test-results");

/** How many times slower pages run than this machine can: finds tests that look before the page is done. */
const SLOW = Number(process.env.ESCAPADE_SLOW ?? 1);

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

let browser;
let server;

/** `flags` are Chromium's, beside those of all tests; the rest is for the server. */
export async function start({ flags = [], ...options } = {}) {
  await mkdir(RESULTS, { recursive: true });
  // Widgets on other origins load these files.
  server = await serve(DIST, { headers: { "access-control-allow-origin": "*" }, ...options });
  // Without a locale of UTF-8, Chromium calls a file with a Chinese name "download".
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...flags], env });
}

/** The address of the site's root. */
export const home = () => server.url;

export async function stop() {
  await browser?.close();
  await server?.close();
}

/**
 * A new profile with the site open. `options` are the browser context's, and
 * `url` another place than the server's root, `path` what follows it, `origins`
 * those that may be asked besides the page's own.
 */
export async function open({ path = "", url = server.url, before, origins = [], ...options } = {}) {
  // What a service worker answers, `page.route` does not see: only tests of the worker have one.
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 }, serviceWorkers: "block", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.text().startsWith("Service Worker registration blocked by Playwright")) return;
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Aborted: the test has left the page before its icon came.
    if (why !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    const own = [new URL(url).origin, ...origins];
    if (protocol !== "data:" && protocol !== "blob:" && !own.includes(origin)) faults.push(`foreign: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await before?.(page);
  if (SLOW > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: SLOW });
  await page.goto(url + path);
  return new Site(context, page, faults);
}

export class Site {
  constructor(context, page, faults) {
    Object.assign(this, { context, page, faults });
    this.code = page.locator(".cm-content");
    this.status = page.locator(".summary");
    this.words = page.locator(".cm-words");
    this.pane = page.locator("#pane");
  }

  /** Waits until the report on the screen is about the text on the screen. */
  async settled() {
    await this.code.waitFor();
    await this.typed();
    await this.page.locator(".summary[data-status=Current]").waitFor({ timeout: 30_000 });
  }

  /** What the last key does may be held back (editor/hold.js): who asks for the state has it done first. */
  async typed() {
    await this.code.evaluate((content) => void content.cmTile?.view.state);
  }

  /** The editor's whole text, drawn or not. */
  async text() {
    return this.page.evaluate(() => {
      const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
      return content.cmTile.view.state.doc.toString();
    });
  }

  /** Puts `text` in place of everything, as a paste would. */
  async fill(text) {
    await this.page.evaluate((text) => {
      const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
      const { view } = content.cmTile;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.paste" });
    }, text);
  }

  /** Selects the first `needle` in the text, so that what is typed replaces it. */
  async select(needle) {
    const found = await this.page.evaluate((needle) => {
      const content = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content");
      const { view } = content.cmTile;
      const from = view.state.doc.toString().indexOf(needle);
      if (from >= 0) view.dispatch({ selection: { anchor: from, head: from + needle.length } });
      view.focus();
      return from >= 0;
    }, needle);
    assert.ok(found, `${JSON.stringify(needle)} is in the text`);
  }

  /** Ends the visit; nothing that must not happen may have happened. */
  async close({ except = [] } = {}) {
    await this.context.close();
    assert.deepEqual(this.faults.filter((fault) => !except.some((pattern) => pattern.test(fault))), []);
  }
}
