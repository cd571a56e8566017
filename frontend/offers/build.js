// Makes offers.js, which is loaded when a reader first comes to a line that
// allocates: `node offers/build.js DIR`.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { BUNDLE } from "../bundling.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [outdir = here("../../public")] = process.argv.slice(2);

await build({
  ...BUNDLE,
  entryPoints: [here("index.js")],
  outfile: join(outdir, "offers.js"),
});
