// How many bytes each part of the built site has, raw and as a server with
// brotli sends it, whether a first visit loads it or not: what `cargo xtask
// baseline` compares with the committed figures. JSON, part by part.
// `node e2e/parts.mjs [DIST]`

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { DIST } from "./site.mjs";
import { foreseen, readIndex } from "./packs.mjs";

const dist = process.argv[2] ?? DIST;
const std = join(dist, "std");

// Some kinds of files are counted together. What `cargo xtask dist`
// adds is no part of the site, and pictures are not made by a compiler.
const NONE = /^(icons|npm|screenshots|server|examples|lessons)\/|\.(br|gz)$|^(_headers|SHA256SUMS)$|(^|\/)\./;
const GROUPS = [
  [/\.css$/, "styles"],
  [/\.(html|txt|webmanifest|svg)$/, "pages"],
];
/** A name without the hash of its content. */
const plain = (path) => path.replace(/-[0-9a-f]{8,16}(?=[_.])/, "");

// Compressed one by one as brotli does it, but two at a time.
const compress = promisify(brotliCompress);
async function size(path) {
  const bytes = await readFile(join(dist, path));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, brotli: (await compress(bytes, { params })).length };
}

const index = await readIndex(std);
const packs = new Set(foreseen(index, ["fmt"]).map((path) => `std/${path}.txt`));
const part = (path) => {
  if (path.startsWith("std/")) return packs.has(path) || path === "std/index.txt" ? "packs of fmt" : undefined;
  if (NONE.test(path)) return undefined;
  return GROUPS.find(([pattern]) => pattern.test(path))?.[1] ?? plain(path);
};

const files = (await readdir(dist, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath ?? entry.path, entry.name)));
/** What is smaller is counted together. */
const SMALL = 2_500;

const parts = new Map();
await Promise.all(files.map(async (path) => {
  let name = part(path);
  if (name === undefined) return;
  const { raw, brotli } = await size(path);
  if (raw < SMALL) name = "small files";
  const sum = parts.get(name) ?? { raw: 0, brotli: 0 };
  parts.set(name, { raw: sum.raw + raw, brotli: sum.brotli + brotli });
}));
const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
console.log(JSON.stringify(Object.fromEntries(sorted), undefined, 1));
