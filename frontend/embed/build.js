// Bundles the widget for other people's pages and writes what lies beside it.
// Trunk runs this before it copies public/.
//
// The widget's files keep their names, because pages of others name them, and
// are asked for with the name of this build as the query: a hash of
// everything that they are made of.

import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

import { BUNDLE } from "../bundling.js";
import { tokens } from "../styles/tokens.mjs";
import { guide } from "./guide.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = join(here, "..");
const out = join(root, "public");

/** A hash of all source files of the widget, the analysis included. */
async function buildName() {
  const hash = createHash("sha256");
  for (const folder of ["analyzer-core/src", "frontend/src", "frontend/embed", "frontend/editor", "frontend/styles", "frontend/way"]) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    for (const file of files.sort()) hash.update(await readFile(file));
  }
  for (const file of ["Cargo.lock", "frontend/package-lock.json"]) hash.update(await readFile(join(root, file)));
  return hash.digest("hex").slice(0, 12);
}

/**
 * Style sheets as text. A widget's properties are the site's tokens, light and
 * dark, each of which the page can set; only those that are used.
 */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const own = await readFile(path, "utf8");
      const all = [...(await tokens())];
      // The editor, which comes later, uses nearly all of them.
      const used = path.endsWith("loader.css") ? all.filter(([name]) => own.includes(`var(${name})`)) : all;
      const host = used.map(([name, value]) => `${name}:var(--escapade${name.slice(1)},${value});`);
      const { code } = await transform(`:host{${host.join("")}}${own}`, { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/**
 * What oEmbed consumers ask for. Their `html` needs the site's own address,
 * which only who publishes it knows: ESCAPADE_URL. Without it the address in
 * it is relative to this file.
 */
async function oembed() {
  const site = process.env.ESCAPADE_URL ? new URL(process.env.ESCAPADE_URL.replace(/\/?$/, "/")).href : "../";
  const [width, height] = [720, 400];
  const html = `<iframe src="${site}embed.html#lang=en" width="${width}" height="${height}" sandbox="allow-scripts" loading="lazy" title="Escapade: Go code with escape analysis"></iframe>`;
  const answer = { version: "1.0", type: "rich", provider_name: "Escapade", provider_url: site, title: "Escapade", html, width, height };
  await writeFile(join(out, "embed/oembed.json"), `${JSON.stringify(answer, null, 2)}\n`);
}

await build({
  ...BUNDLE,
  absWorkingDir: here,
  entryPoints: ["escapade", "widget", "way", "worker", "analyst", "frame", "resize", "guide"].map((name) => `embed/${name}.js`),
  outdir: join(out, "embed"),
  define: { BUILD: JSON.stringify(await buildName()) },
  plugins: [styles],
});
for (const name of ["frame.css", "guide.css"]) await copyFile(join(here, "embed", name), join(out, "embed", name));
await writeFile(join(out, "embed/index.html"), await guide("en"));
await writeFile(join(out, "embed/zh.html"), await guide("zh"));
await oembed();
