// Makes the JavaScript that wasm-bindgen has written shorter. Trunk's own
// minifier cannot read it.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { minify } from "terser";

/** The scripts of the built site in `dir`. */
export async function minifyScripts(dir) {
  const written = (await readdir(dir)).filter((name) => /^(app-[0-9a-f]+|worker|advisor)\.js$/.test(name));
  written.push("embed/embed.js");
  for (const path of written.map((name) => join(dir, name))) {
    const { code } = await minify(await readFile(path, "utf8"), { module: true, ecma: 2020, compress: { passes: 3 } });
    await writeFile(path, code);
  }
}
