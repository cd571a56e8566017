// What a first visit loads, raw and as a server with brotli sends it. Fails when
// that is over the budget.

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { brotli, foreseen, readIndex } from "./packs.mjs";

const BUDGET = 600_000;
const dist = process.env.ESCAPADE_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
// The first example is in the page, the others and all lessons are loaded when they
// are opened; of the standard library what a program needs that uses fmt. The
// whole analysis and the editor's extras are loaded after the first verdict
// (first.test.mjs), what makes links and dialogs and what finds edits when it is wanted, the widget on other people's pages (see widget.mjs). What
// makes the site work offline comes after the first verdicts (offline.test.mjs), what describes
// it as an app when the browser wants to know; other pages are not this one; and
// `cargo xtask dist` adds what only servers read.
const LATER = new RegExp([
  "^examples/", "^lessons/", "^embed[./]", "^(icons|npm|screenshots|server)/",
  "^(editor-extras|learn|share|offers|advisor(_boot)?|worker_whole)-", "^(offline-[0-9a-f]+|sw)\\.js$", "\\.webmanifest$",
  "^((privacy|cheatsheet|licences)(\\.zh)?\\.(html|css|txt)|404\\.html|_headers|SHA256SUMS)$", "\\.(br|gz)$", "(^|/)\\.",
].join("|"));
const std = join(dist, "std");
const PACKS = "std/: fmt with all it needs";
const packs = new Set(foreseen(await readIndex(std), ["fmt"]).map((path) => `std/${path}.txt`));

const rows = [];
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = relative(dist, join(entry.parentPath ?? entry.path, entry.name));
  if (LATER.test(path) || (path.startsWith("std/") && path !== "std/index.txt" && !packs.has(path))) continue;
  const bytes = await readFile(join(dist, path));
  const size = { raw: bytes.length, brotli: brotli(bytes) };
  const row = packs.has(path) ? rows.find((row) => row.path === PACKS) : undefined;
  if (row) {
    row.raw += size.raw;
    row.brotli += size.brotli;
  } else {
    rows.push({ path: packs.has(path) ? PACKS : path, ...size });
  }
}
rows.sort((a, b) => b.brotli - a.brotli);
const total = rows.reduce((sum, row) => ({ raw: sum.raw + row.raw, brotli: sum.brotli + row.brotli }), { raw: 0, brotli: 0 });
const number = (n) => n.toLocaleString("en").padStart(11);
for (const { path, raw, brotli } of [...rows, { path: "in all", ...total }]) {
  console.log(`${number(raw)}${number(brotli)}  ${path}`);
}
console.log(`budget: ${BUDGET.toLocaleString("en")} bytes of brotli for a first visit, editor and fmt included`);
if (total.brotli > BUDGET) {
  console.log(`over it by ${(total.brotli - BUDGET).toLocaleString("en")}`);
  process.exit(1);
}
