// `node publish/finish.js DIR [BASE]`: makes of a built site a folder that any
// static host can serve, under BASE (`/` if none is given).
//
// The site itself has no absolute address in it; BASE is in the samples for
// servers and in the page for what is not found. Added are:
//   server/…        samples for nginx and Caddy
//   _headers        for Netlify and Cloudflare Pages
//   404.html, .nojekyll   for GitHub Pages and whoever wants them
//   FILE.br, FILE.gz      beside every file that gets smaller by them
//   SHA256SUMS      of all files, as `sha256sum --check` wants it
//
// zlib is Node's: the same version compresses to the same bytes.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { caddy, headersFile, isBase, nginx, notFound } from "./servers.js";

const MADE = /(^|\/)(SHA256SUMS|_headers|\.nojekyll|404\.html)$|^server\/|\.(br|gz)$/;

/** What is compressed already, or for nobody to fetch. */
const COMPRESSED = new Set([".png", ".tgz"]);
const unserved = (path) => /^(npm|server)\//.test(path) || ["_headers", ".nojekyll"].includes(path);

/** Smaller files fit in a packet as they are. */
const LEAST = 1024;

/** All files below `dir`, as paths with slashes, sorted. */
async function files(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const prefix = dir.length + 1;
  return entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(prefix).replaceAll("\\", "/")).sort();
}

const compress = {
  br: (bytes) => promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

export async function finish(dir, base = "/") {
  if (!isBase(base)) throw new Error(`the base is ${base}, not a path like / or /tools/escapade/`);
  for (const path of await files(dir)) {
    if (MADE.test(path)) await rm(join(dir, path));
  }
  await mkdir(join(dir, "server"), { recursive: true });
  await writeFile(join(dir, "server/nginx.conf"), nginx({ base }));
  await writeFile(join(dir, "server/Caddyfile"), caddy({ base }));
  await writeFile(join(dir, "404.html"), notFound(base));
  await writeFile(join(dir, "_headers"), headersFile((await files(dir)).filter((path) => !unserved(path))));
  await writeFile(join(dir, ".nojekyll"), "");
  await Promise.all((await files(dir)).map(async (path) => {
    const bytes = await readFile(join(dir, path));
    if (bytes.length < LEAST || COMPRESSED.has(extname(path)) || unserved(path)) return;
    for (const [ending, pack] of Object.entries(compress)) {
      const packed = await pack(bytes);
      if (packed.length < bytes.length) await writeFile(join(dir, `${path}.${ending}`), packed);
    }
  }));
  let sums = "";
  for (const path of await files(dir)) {
    sums += `${createHash("sha256").update(await readFile(join(dir, path))).digest("hex")}  ${path}\n`;
  }
  await writeFile(join(dir, "SHA256SUMS"), sums);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir, base] = process.argv.slice(2);
  if (!dir) throw new Error("usage: node publish/finish.js DIR [BASE]");
  await finish(dir.replace(/\/$/, ""), base);
}
