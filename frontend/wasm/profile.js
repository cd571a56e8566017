// Which functions of the worker's wasm the first verdicts need: it is run, here
// in Node, on a few programs, and each function notes that it was called.
// `node profile.js DIR PROGRAM…` prints their numbers, not counting what is
// imported. The worker's JavaScript is the one that wasm-bindgen has written, with
// a worker's surroundings that answer from the built site's folder.
//
// What is called depends on the order in which packs come, and packs come in any
// order. It is run twice, with those that were asked for together coming one by
// one from the first to the last and from the last to the first, so that the same
// functions are found on whatever machine the site is built.

import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { noting } from "./notes.js";

const ORDERS = [(asked) => asked.shift(), (asked) => asked.pop()];

const [dir, ...programs] = process.argv.slice(2);
const { noted, called } = noting(await readFile(join(dir, "worker_bg.wasm")));
let done;
let next;
const asked = [];

function answer() {
  next(asked)();
  if (asked.length > 0) setTimeout(answer);
}

function fetch(address) {
  const bytes = readFileSync(join(dir, `${address}`.split("?")[0]));
  if (asked.length === 0) setTimeout(answer);
  return new Promise((resolve) => asked.push(() => resolve(new Response(bytes))));
}

Object.assign(globalThis, {
  location: { search: "", hash: "#first" },
  postMessage() {},
  fetch,
  // Called when a report has been posted.
  escapadeAnswered: () => done(),
});
// Named so that Node takes it for a module.
const glue = resolve(dir, ".profile.mjs");
await writeFile(glue, await readFile(join(dir, "worker.js")));
const needed = new Set();
try {
  for (const [run, order] of ORDERS.entries()) {
    next = order;
    // A module of its own for each run: a worker that knows nothing yet.
    const { default: start, request } = await import(`${pathToFileURL(glue)}?${run}`);
    const { memory } = await start({ module_or_path: noted });
    for (const program of programs) {
      const text = await readFile(program, "utf8");
      await new Promise((resolve) => {
        done = resolve;
        globalThis.onmessage({ data: request(text) });
      });
    }
    for (const number of called(memory)) needed.add(number);
  }
  console.log(JSON.stringify([...needed].sort((a, b) => a - b)));
} finally {
  await rm(glue, { force: true });
}
