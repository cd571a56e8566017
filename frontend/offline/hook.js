// Trunk's post_build hook: finishes the site in $TRUNK_STAGING_DIR. Names that
// follow the content in every build; the part that works offline in release
// builds only, because a site that is being written must not come from a cache.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { nameParts } from "./names.js";
import { writeServiceWorker } from "./precache.js";

const { TRUNK_STAGING_DIR: dir, TRUNK_PROFILE: profile } = process.env;
if (!dir) throw new Error("this is for Trunk to call");

if (profile === "release") {
  await build({
    entryPoints: [fileURLToPath(new URL("page.js", import.meta.url))],
    outfile: join(dir, "offline.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
} else {
  const page = join(dir, "index.html");
  await writeFile(page, (await readFile(page, "utf8")).replace(/ data-offline="[^"]*"/, ""));
}
await nameParts(dir);
if (profile === "release") await writeServiceWorker(dir);
