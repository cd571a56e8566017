// Makes the worker's wasm small, twice: the whole one is `worker_whole_bg.wasm`;
// in `worker_bg.wasm` is what the first verdicts of the examples need that the
// page names in `data-first`.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { hollow } from "./hollow.js";
import { optimise } from "./optimise.js";
import { readTrapping } from "./panics.js";

/** Parts the worker of the built site in `dir`. */
export function partWorker(dir) {
  const path = join(dir, "worker_bg.wasm");
  const bytes = readFileSync(path);
  const [, names] = /data-first="([^"]*)"/.exec(readFileSync(join(dir, "index.html"), "utf8"));
  const programs = names.split("|").map((name) => join(dir, "examples", name)).flatMap((folder) =>
    readdirSync(folder).filter((name) => name.endsWith(".go")).sort().map((name) => join(folder, name)));
  const profile = fileURLToPath(new URL("profile.js", import.meta.url));
  const needed = JSON.parse(execFileSync(process.execPath, [profile, dir, ...programs], { encoding: "utf8" }));
  writeFileSync(join(dir, "worker_whole_bg.wasm"), optimise(readTrapping(bytes, path).emitBinary()));
  writeFileSync(path, hollow(bytes, needed));
}
