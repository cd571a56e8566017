// Draws the pictures that the manifests name: icons from public/icon.svg, and
// screenshots of the built site. `npm run pictures` after `cargo xtask build`;
// what it draws is committed, so that a build needs no browser.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { serve } from "../e2e/serve.mjs";

const PUBLIC = new URL("../../public/", import.meta.url);
const DIST = process.env.ESCAPADE_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none"],
});

// The arrow keeps within the circle of 40% that a maskable icon is sure of, so
// that one only needs its ground up to the corners, like the telephone's.
const svg = await readFile(new URL("icon.svg", PUBLIC), "utf8");
const square = svg.replace(/ rx="\d+"/, "");
const icons = [
  ["icon-192", svg, 192], ["icon-512", svg, 512],
  ["maskable-192", square, 192], ["maskable-512", square, 512],
  ["apple-touch-icon", square, 180],
];
await mkdir(new URL("icons/", PUBLIC), { recursive: true });
for (const [name, source, size] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const data = `data:image/svg+xml;base64,${Buffer.from(source).toString("base64")}`;
  await page.setContent(`<style>body{margin:0}img{display:block;width:100vw}</style><img src="${data}">`);
  await page.locator("img").evaluate((img) => img.decode());
  await writeFile(new URL(`icons/${name}.png`, PUBLIC), await page.screenshot({ omitBackground: true }));
  await page.close();
}

const server = await serve(DIST);
await mkdir(new URL("screenshots/", PUBLIC), { recursive: true });
for (const [form, viewport] of [["wide", { width: 1280, height: 800 }], ["narrow", { width: 412, height: 892 }]]) {
  for (const [lang, locale] of [["en", "en-GB"], ["zh", "zh-CN"]]) {
    const page = await browser.newPage({ viewport, locale, serviceWorkers: "block", reducedMotion: "reduce" });
    await page.goto(`${server.url}#example=return-address/bad.go`);
    await page.locator(".summary[data-status=Current]").waitFor({ timeout: 60_000 });
    await page.locator(".cm-words.is-heap").first().waitFor();
    await page.locator("#pane .row:has(.is-heap)").first().click();
    await page.locator(".details .path").first().waitFor();
    if (form === "narrow") await page.evaluate(() => document.querySelector("main").scrollIntoView());
    await writeFile(new URL(`screenshots/${form}-${lang}.png`, PUBLIC), await page.screenshot({ caret: "hide" }));
    await page.close();
  }
}
await server.close();
await browser.close();
