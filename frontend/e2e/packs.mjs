// How large the packs of the standard library are, raw and as a server with
// brotli sends them: each package, packages with all that they need, and all.
// `node e2e/packs.mjs [DIR]`; fails over the budgets.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGETS = { fmt: 80_000, std: 2_500_000 };

export const brotli = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
}).length;

/** What the index in `dir` says: a map from import path to the paths that it leads to. */
export async function readIndex(dir) {
  const lines = (await readFile(join(dir, "index.txt"), "utf8")).trimEnd().split("\n").slice(1).map((line) => line.split(" "));
  return new Map(lines.map(([path, , ...others]) => [path, others.map((line) => lines[line][0])]));
}

/** The packages that are loaded before a program with these imports is analysed. */
export const foreseen = (index, imports) => [...new Set(imports.flatMap((path) => [path, ...index.get(path)]))];

const number = (n) => n.toLocaleString("en").padStart(11);

async function main(dir) {
  const index = await readIndex(dir);
  const sizes = new Map();
  for (const path of index.keys()) {
    const bytes = await readFile(join(dir, `${path}.txt`));
    sizes.set(path, { raw: bytes.length, brotli: brotli(bytes) });
  }
  const sum = (paths) => paths.map((path) => sizes.get(path))
    .reduce((sum, size) => ({ raw: sum.raw + size.raw, brotli: sum.brotli + size.brotli }), { raw: 0, brotli: 0 });
  const row = (size, what) => console.log(`${number(size.raw)}${number(size.brotli)}  ${what}`);
  for (const [path, size] of [...sizes].sort(([, a], [, b]) => b.brotli - a.brotli)) row(size, path);
  console.log();
  for (const path of ["fmt", "strings", "encoding/json", "net/http"].filter((path) => index.has(path))) {
    const needed = foreseen(index, [path]);
    row(sum(needed), `${path} with all it needs, ${needed.length} packages`);
  }
  const all = sum([...index.keys()]);
  row(all, `all of std, ${index.size} packages`);
  const list = await readFile(join(dir, "index.txt"));
  row({ raw: list.length, brotli: brotli(list) }, "the index");
  console.log(`budgets: ${number(BUDGETS.fmt).trim()} bytes of brotli for fmt, ${number(BUDGETS.std).trim()} for all of std`);
  const over = sum(foreseen(index, ["fmt"])).brotli > BUDGETS.fmt || all.brotli > BUDGETS.std;
  if (over) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? fileURLToPath(new URL("../../public/std", import.meta.url)));
}
