// Puts the scripts that Rust calls, `#[wasm_bindgen(module = …)]`, into the
// app's script: one file and one name that follows the content instead of four
// files of which three have the same name in every build.
//
// They come from the sources. wasm-bindgen copies them to a folder that Trunk
// has it use for all programs at once, where one run can find a file as another
// run has just begun to write it; and it copies them for programs that call
// none of them.

import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const copied = /^\.\/snippets\/[^/]+\/(.+)$/;
const fromSources = {
  name: "snippets from the sources",
  setup({ onResolve }) {
    onResolve({ filter: copied }, ({ path }) => ({
      path: fileURLToPath(new URL(copied.exec(path)[1], import.meta.url)),
    }));
  },
};

const asks = /\b(?:from|import)\s*\(?["']\.\/snippets\//;

/** What Trunk has the page load early because app.js asked for it. */
const preloads = /<link rel="modulepreload" href="\.\/snippets\/[^>]*>\s*/g;

/** One script for the app of the site in `dir`. */
export async function joinSnippets(dir) {
  const app = (await readdir(dir)).find((name) => /^app-[0-9a-f]+\.js$/.test(name));
  if (!app) throw new Error(`there is no app-….js in ${dir}`);
  await build({
    entryPoints: [join(dir, app)],
    outfile: join(dir, app),
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    // The object of imports names a module once for each `extern` block.
    logOverride: { "duplicate-object-key": "silent" },
    plugins: [fromSources],
  });
  const page = join(dir, "index.html");
  await writeFile(page, (await readFile(page, "utf8")).replace(preloads, ""));
  const scripts = [...(await readdir(dir)), ...(await readdir(join(dir, "embed"))).map((name) => `embed/${name}`)];
  for (const script of scripts.filter((name) => name.endsWith(".js"))) {
    if (asks.test(await readFile(join(dir, script), "utf8"))) throw new Error(`${script} asks for snippets`);
  }
  for (const folder of ["snippets", "embed/snippets"]) await rm(join(dir, folder), { recursive: true, force: true });
}
