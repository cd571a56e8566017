// Makes share.js, which is loaded when it is wanted: `node share/build.js DIR`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

import { BUNDLE } from "../bundling.js";
import { tokens } from "../styles/tokens.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [outdir = here("../../public")] = process.argv.slice(2);

/** Style sheets as text: that of the dialogs, and that of pages that readers keep, with the site's tokens. */
export const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const own = await readFile(path, "utf8");
      if (path.endsWith("dialog.css")) {
        return { contents: (await transform(own, { loader: "css", minify: true, target: "es2022" })).code.trim(), loader: "text" };
      }
      const used = [...(await tokens())].filter(([name]) => own.includes(`var(${name})`));
      const root = `:root{color-scheme:light dark;${used.map(([name, value]) => `${name}:${value};`).join("")}}`;
      const { code } = await transform(root + own, { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

await build({
  ...BUNDLE,
  entryPoints: [here("index.js")],
  outfile: join(outdir, "share.js"),
  plugins: [styles],
});
