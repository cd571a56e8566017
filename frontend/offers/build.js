// Makes offers.js, which is loaded when a reader first comes to a line that
// allocates: `node offers/build.js DIR`.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [outdir = here("../../public")] = process.argv.slice(2);

await build({
  entryPoints: [here("index.js")],
  outfile: join(outdir, "offers.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});
