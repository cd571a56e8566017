// What a widget costs somebody else's page: bytes by file, of a page with one
// and with five widgets, and the time from coming near the viewport to the
// first verdict. `npm run widget`; with `--sizes` only what needs no browser.
// Fails if the loader is over its budget.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { page, script, startBlog, widget } from "./blog.mjs";
import { brotli, foreseen, readIndex } from "./packs.mjs";
import { DIST, home, start, stop } from "./site.mjs";

const LOADER = 6 * 1024;
const ROUNDS = 15;

const number = (n) => n.toLocaleString("en").padStart(11);

const sizes = new Map();
async function size(path) {
  if (!sizes.has(path)) {
    const bytes = await readFile(join(DIST, path));
    sizes.set(path, { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) });
  }
  return sizes.get(path);
}

async function sum(paths) {
  const all = await Promise.all([...new Set(paths)].map(size));
  return all.reduce((a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }), { raw: 0, gzip: 0, brotli: 0 });
}

const row = ({ raw, gzip, brotli }, what) => console.log(`${number(raw)}${number(gzip)}${number(brotli)}  ${what}`);

/** The program of an example, in a widget that is far below. */
const post = (codes) => page(`<p>above</p><div style="height: 5000px"></div>${codes.map((code) => widget(code)).join("")}${script()}`);

const example = (path) => readFile(join(DIST, "examples", path), "utf8");

async function inBrowser() {
  await start();
  const blog = await startBlog();
  try {
    const codes = await Promise.all([
      "return-address/bad.go", "fmt-sprintf/bad.go", "fmt-sprintf/better.go", "closure-capture/bad.go", "interface-boxing/bad.go",
    ].map(example));
    for (const some of [[codes[0]], [codes[1]], codes]) {
      const asked = [];
      const site = await blog.visit(post(some), {
        before: (page) => page.context().on("request", (request) => {
          const { origin, pathname } = new URL(request.url());
          if (origin === new URL(home()).origin) asked.push(pathname.slice(1));
        }),
      });
      for (let index = 0; index < some.length; index += 1) {
        await site.page.locator("go-escape").nth(index).scrollIntoViewIfNeeded();
        await site.page.locator("go-escape").nth(index).locator("button.words").first().waitFor();
      }
      await site.context.close();
      row(await sum(asked), `a page with ${some.length === 1 ? "one widget" : `${some.length} widgets`}${some.includes(codes[1]) ? ", fmt included" : ", no imports"}: ${new Set(asked).size} files`);
    }
    for (const [what, code] of [["no imports", codes[0]], ["fmt included", codes[1]]]) {
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const site = await blog.visit(post([code]));
        await site.page.waitForFunction(() => customElements.get("go-escape"));
        times.push(await site.page.evaluate(() => new Promise((done) => {
          const host = document.querySelector("go-escape");
          const from = performance.now();
          host.addEventListener("verdicts", () => requestAnimationFrame(() => done(performance.now() - from)), { once: true });
          host.scrollIntoView();
        })));
        await site.context.close();
      }
      times.sort((a, b) => a - b);
      const [median, most] = [times[Math.floor(times.length / 2)], times.at(-1)].map((ms) => `${ms.toFixed(0)} ms`);
      console.log(`near the viewport to verdicts, nothing cached, ${what}: median ${median}, at most ${most} (${times.length} times)`);
    }
  } finally {
    await blog.close();
    await stop();
  }
}

console.log(`${"raw".padStart(11)}${"gzip".padStart(11)}${"brotli".padStart(11)}`);
const loader = await size("embed/escapade.js");
row(loader, "embed/escapade.js, the loader: all that comes at first");
row(await sum(["embed/widget.js", "embed/worker.js", "embed/embed.js", "embed/embed_bg.wasm"]), "the rest, when a widget comes near the viewport");
row(await size("embed/embed_bg.wasm"), "of that embed/embed_bg.wasm, the analysis");
row(await size("embed/way.js"), "embed/way.js, the ways of values, when a verdict is opened");
const editor = (await readdir(DIST)).filter((name) => /^editor(-chunk)?-[0-9a-f]+\.js$/.test(name));
row(await sum(editor), "the editor, when somebody edits");
const packs = foreseen(await readIndex(join(DIST, "std")), ["fmt"]).map((path) => `std/${path}.txt`);
row(await sum(["std/index.txt", ...packs]), "fmt with all it needs, when a program imports it");
if (!process.argv.includes("--sizes")) await inBrowser();
console.log(`budget of the loader: ${LOADER.toLocaleString("en")} bytes of gzip`);
if (loader.gzip > LOADER) process.exit(1);
