// Trunk's post_build hook: finishes the site in $TRUNK_STAGING_DIR, one step
// after the other (hooks of their own would run at the same time). Small files,
// and the part that works offline, are in release builds only: a site that is
// being written must not come from a cache.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { withFirst } from "./first/page.js";
import { minifyScripts } from "./minify.js";
import { nameParts } from "./offline/names.js";
import { writeServiceWorker } from "./offline/precache.js";
import { joinSnippets } from "./snippets.js";
import { partWorker } from "./wasm/part.js";

const { TRUNK_STAGING_DIR: dir, TRUNK_PROFILE: profile } = process.env;
if (!dir) throw new Error("this is for Trunk to call");

/** Changes a text of the site. */
async function change(name, how) {
  const path = join(dir, name);
  await writeFile(path, await how(await readFile(path, "utf8")));
}

await change("index.html", (text) => withFirst(text, dir));
await joinSnippets(dir);
if (profile === "release") {
  await minifyScripts(dir);
  await partWorker(dir);
  await build({
    entryPoints: [fileURLToPath(new URL("offline/page.js", import.meta.url))],
    outfile: join(dir, "offline.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
} else {
  // The worker is in one piece.
  await change("worker_boot.js", (text) => text.replace("./worker_whole_bg.wasm", "./worker_bg.wasm"));
  await change("index.html", (text) => text.replace(/ data-offline="[^"]*"/, ""));
}
await nameParts(dir);
if (profile === "release") await writeServiceWorker(dir);
