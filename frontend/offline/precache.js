// Writes the service worker of a built site: the program in sw.js with the
// lists of what it keeps. `node offline/precache.js DIR` does it again for a
// folder whose files were changed by hand.
//
// The lists are made here and not by workbox-build, which would bring 200
// packages for them, and neither knows packs nor writes integrity values.

import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { foreseen, readIndex } from "../e2e/packs.mjs";
import { digest, isNamed } from "./names.js";

/** What is not the app: the worker itself, other faces of the project, what only the host or the system reads. */
const NOT_THE_APP = /^(sw\.js|404\.html|_headers|SHA256SUMS|embed\.html|oembed\.json|(embed|icons|npm|screenshots|server|std)\/.*|.*\.(br|gz)|(.*\/)?\..*)$/;

/** Packages that most programs import: they and what they are foreseen to need are there from the start. */
export const COMMON = [
  "bufio", "bytes", "cmp", "container/heap", "container/list", "context", "encoding/binary", "encoding/json", "errors",
  "flag", "fmt", "io", "iter", "log", "log/slog", "maps", "math", "math/bits", "math/rand", "math/rand/v2", "os",
  "path/filepath", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "sync/atomic",
  "testing", "text/template", "time", "unicode", "unicode/utf8",
];

/**
 * What the service worker of the site in `dir` keeps. `core` is there when it
 * is installed, `packs` (the rest of the standard library) later.
 *
 * A file whose address follows its content needs no revision. Any other one is
 * checked by its integrity value, so that a site that is being replaced while
 * a worker is installed cannot end up half old and half new.
 */
export async function lists(dir) {
  // The workers' scripts are asked for with a query: see names.js.
  const page = await readFile(join(dir, "index.html"), "utf8");
  const workers = [...page.matchAll(/data-(?:worker|advisor)="\.\/([^"]+)"/g)].map(([, worker]) => worker);
  const core = [];
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = relative(dir, join(entry.parentPath ?? entry.path, entry.name));
    if (!entry.isFile() || NOT_THE_APP.test(path)) continue;
    const url = workers.find((worker) => worker.startsWith(`${path}?`)) ?? path;
    core.push(isNamed(path) ? { url, revision: null } : checked(path, await readFile(join(dir, path))));
  }
  const std = join(dir, "std");
  const index = await readFile(join(std, "index.txt"));
  const [head, ...lines] = index.toString().trimEnd().split("\n");
  if (!head.startsWith("escapade-index ")) throw new Error("std/index.txt is not an index of packs");
  // As the worker asks for them: see names.js and src/worker/packs.rs.
  core.push({ url: `std/index.txt?${digest(index)}`, revision: null });
  const address = new Map(lines.map((line) => line.split(" ")).map(([path, hash]) => [path, `std/${path}.txt?${hash.split("=")[0]}`]));
  const imports = await readIndex(std);
  const wanted = new Set(foreseen(imports, COMMON.filter((path) => imports.has(path))));
  const packs = [];
  for (const [path, url] of address) (wanted.has(path) ? core : packs).push({ url, revision: null });
  const byUrl = (a, b) => (a.url < b.url ? -1 : 1);
  return { core: core.sort(byUrl), packs: packs.sort(byUrl).map(({ url }) => url) };
}

function checked(url, bytes) {
  const integrity = `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
  return { url, revision: digest(bytes), integrity };
}

/** Writes `sw.js` into `dir`. */
export async function writeServiceWorker(dir) {
  const { core, packs } = await lists(dir);
  await build({
    entryPoints: [fileURLToPath(new URL("sw.js", import.meta.url))],
    outfile: join(dir, "sw.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"', CORE: JSON.stringify(core), PACKS: JSON.stringify(packs) },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv[2]) throw new Error("which folder?");
  await writeServiceWorker(process.argv[2]);
}
