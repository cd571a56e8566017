// Makes the bundle of the pane "Learn", and the cheat sheet as pages that can
// be printed: from the same Markdown that the pane shows. Trunk runs this
// before it copies public/.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { BUNDLE } from "../bundling.js";
import { page } from "./page.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  ...BUNDLE,
  entryPoints: [here("index.js")],
  outfile: here("../../public/learn.js"),
  loader: { ".css": "text" },
});
for (const lang of ["en", "zh"]) {
  const text = await readFile(here(`../../public/lessons/cheatsheet.${lang}.md`), "utf8");
  await writeFile(here(`../../public/cheatsheet.${lang === "en" ? "" : "zh."}html`), page(text, lang));
}
