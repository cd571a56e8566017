// What a first visit loads, raw and as a server with brotli sends it. Fails
// over the budget.

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 600_000;
const dist = process.env.ESCAPADE_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
// One example is loaded on a first visit, the others when they are opened.
const LATER = /^examples\/[^/]+\//;

const rows = [];
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = relative(dist, join(entry.parentPath ?? entry.path, entry.name));
  if (LATER.test(path)) continue;
  const bytes = await readFile(join(dist, path));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  rows.push({ path, raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length });
}
rows.sort((a, b) => b.brotli - a.brotli);
const total = rows.reduce((sum, row) => ({ raw: sum.raw + row.raw, brotli: sum.brotli + row.brotli }), { raw: 0, brotli: 0 });
const number = (n) => n.toLocaleString("en").padStart(11);
for (const { path, raw, brotli } of [...rows, { path: "in all", ...total }]) {
  console.log(`${number(raw)}${number(brotli)}  ${path}`);
}
console.log(`budget: ${BUDGET.toLocaleString("en")} bytes of brotli for a first visit, editor included`);
if (total.brotli > BUDGET) process.exit(1);
