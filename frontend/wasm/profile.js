// Which functions of the worker's wasm the first verdicts need: it is run, here
// in Node, on a few programs, and each function notes that it was called.
// `node profile.js DIR PROGRAM…` prints their numbers, not counting what is
// imported. The worker's JavaScript is the one that wasm-bindgen has written, with
// a worker's surroundings that answer from the built site's folder.

import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { noting } from "./notes.js";

const [dir, ...programs] = process.argv.slice(2);
const { noted, called } = noting(await readFile(join(dir, "worker_bg.wasm")));
let done;
// Each look at the clock is a second later, on whatever machine the site is built:
// what is said while a network is slow is needed, too.
let seconds = 0;
Date.now = () => (seconds += 1) * 1_000;
Object.assign(globalThis, {
  location: { search: "", hash: "#first" },
  postMessage() {},
  fetch: async (address) => new Response(await readFile(join(dir, `${address}`.split("?")[0]))),
  // Called when a report has been posted.
  escapadeAnswered: () => done(),
});
// Named so that Node takes it for a module.
const glue = resolve(dir, ".profile.mjs");
await writeFile(glue, await readFile(join(dir, "worker.js")));
try {
  const { default: start, request } = await import(pathToFileURL(glue));
  const { memory } = await start({ module_or_path: noted });
  for (const program of programs) {
    const text = await readFile(program, "utf8");
    await new Promise((resolve) => {
      done = resolve;
      globalThis.onmessage({ data: request(text) });
    });
  }
  console.log(JSON.stringify(called(memory)));
} finally {
  await rm(glue, { force: true });
}
