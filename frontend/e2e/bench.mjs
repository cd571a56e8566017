// How long an analysis takes in Chromium, with the npm package in the page: the
// same analyzer that the site has in its worker, where it is compiled to be small
// and takes half as long again; and beside it the real compiler, built for js/wasm, in the same browser. Then how
// long a reader waits, with and without a slow network, and how much memory is
// taken. Markdown, for `cargo xtask bench`, which makes the folder BENCH with
// compiler and programs.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, waits } from "./latency.mjs";
import { DIST, home, open, start, stop } from "./site.mjs";

const { BENCH } = process.env;
const read = (name) => readFile(join(BENCH, name));
/** How many runs V8 is given to compile what it has only translated at first. */
const WARM = 8;
const PROGRAMS = [
  ["60 lines, fmt", "small.go", 100, 10],
  ["1,000 lines", "1000.go", 40, 3],
  ["10,000 lines", "10000.go", 8, 1],
];

const milliseconds = (ms) => (ms < 10 ? `${ms.toFixed(2)} ms` : ms < 1_000 ? `${ms.toFixed(1)} ms` : `${(ms / 1_000).toFixed(2)} s`);
const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => at(sorted(list), 0.5);
const inOrder = (lines) => [...lines].sort();
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Files of BENCH that the browser is given, too. */
async function extra() {
  const exports = JSON.parse(await read("exports.json"));
  const files = ["compile.wasm", "exports.json", ...exports.map(({ file }) => file)];
  const entries = await Promise.all(files.map(async (file) => [`bench/${file}`, [file.endsWith(".wasm") ? "application/wasm" : "application/octet-stream", await read(file)]]));
  const script = (bytes) => ["text/javascript; charset=utf-8", bytes];
  return Object.fromEntries([
    ...entries,
    ["bench/wasm_exec.js", script(await read("wasm_exec.js"))],
    ["bench/gc.mjs", script(await readFile(new URL("gc.mjs", import.meta.url)))],
  ]);
}

/**
 * A page that runs scripts of this site. The memory of each wasm that it makes
 * is in `memories`.
 */
async function bench() {
  const site = await open({
    path: "embed.html",
    before: (page) => page.addInitScript(() => {
      globalThis.memories = [];
      for (const name of ["instantiate", "instantiateStreaming"]) {
        const make = WebAssembly[name];
        WebAssembly[name] = async (...args) => {
          const made = await make.apply(WebAssembly, args);
          const { memory } = (made.instance ?? made).exports;
          if (memory) globalThis.memories.push(memory);
          return made;
        };
      }
    }),
  });
  await site.page.evaluate(async (npm) => {
    const { createAnalyzer } = await import(npm);
    globalThis.analyzer = await createAnalyzer();
  }, `${home()}npm/browser.js`);
  return site;
}

/**
 * Times of `WARM` and then of `rounds` analyses of a text, each time with other
 * functions, so that nothing is known before.
 */
const ours = (site, text, rounds) => site.page.evaluate(async ({ text, rounds, warm }) => {
  const times = [];
  let report;
  for (let round = -warm; round < rounds; round += 1) {
    // Names and numbers in every function of the programs.
    const other = text.replaceAll("n-1)", `n-${round + warm + 1})`).replaceAll(/\bid\b/g, `id${round + warm + 1}`).replaceAll("bad id", `bad${round + warm}`);
    const from = performance.now();
    report = await analyzer.analyze([{ name: "main.go", text: other }]);
    times.push(performance.now() - from);
    if (report.errors.length > 0) throw new Error(report.errors[0].message);
  }
  const { messages } = await analyzer.analyze([{ name: "main.go", text }]);
  return { first: times[0], warm: times.slice(1, warm), times: times.slice(warm), lines: messages.map(({ place: { at }, text }) => `main.go:${at.line}:${at.col}: ${text}`) };
}, { text, rounds, warm: WARM });

/** Times of gc on the same text. */
const theirs = (site, text, rounds) => site.page.evaluate(async ({ text, rounds, folder }) => {
  const { compiler } = await import(`${folder}gc.mjs`);
  globalThis.gc ??= await compiler(folder);
  const times = [];
  let printed;
  for (let round = -1; round < rounds; round += 1) {
    const from = performance.now();
    printed = await gc(text);
    times.push(performance.now() - from);
  }
  const [first, ...rest] = times;
  return { first, times: rest, lines: printed.trimEnd().split("\n").map((line) => line.replace(/^\//, "")) };
}, { text, rounds, folder: `${home()}bench/` });

async function analyses() {
  const rows = [];
  for (const [what, file, rounds, gcRounds] of PROGRAMS) {
    const text = String(await read(file));
    const site = await bench();
    const [one, two] = [await ours(site, text, rounds), await theirs(site, text, gcRounds)];
    await site.context.close();
    const agreed = JSON.stringify(inOrder(one.lines)) === JSON.stringify(inOrder(two.lines));
    const [a, b] = [median(one.times), median(two.times)];
    rows.push(`| ${what} | ${milliseconds(a)} | ${milliseconds(Math.min(...one.times))} | ${milliseconds(b)} | 1/${(b / a).toFixed(0)} | ${milliseconds(one.first)} | ${milliseconds(median(one.warm))} | ${milliseconds(two.first)} | ${rounds}, ${gcRounds} | ${one.lines.length}, ${agreed ? "the same" : "NOT THE SAME"} |`);
  }
  return rows;
}
/** How long an edit in one function takes in a session that knows the text before it. */
async function edits() {
  const site = await bench();
  const [before, after] = [String(await read("1000.go")), String(await read("edited.go"))];
  const times = await site.page.evaluate(async ({ texts }) => {
    const times = [];
    for (let round = 0; round < 60; round += 1) {
      const from = performance.now();
      await analyzer.analyze([{ name: "main.go", text: texts[round % 2] }]);
      if (round > 1) times.push(performance.now() - from);
    }
    return times;
  }, { texts: [before, after] });
  await site.context.close();
  return times;
}

/** The wasm's memory after a program of 10,000 lines that uses fmt and net/http. */
async function memoryOf(file) {
  const text = String(await read(file));
  const site = await bench();
  const bytes = await site.page.evaluate(async (text) => {
    const { errors } = await analyzer.analyze([{ name: "main.go", text }]);
    if (errors.length > 0) throw new Error(errors[0].message);
    return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  }, text);
  await site.context.close();
  return bytes;
}

/** Lighthouse's "slow 4G", and a processor that is so many times slower. */
const SLOW = { latency: 150, downloadThroughput: (1.6 * 2 ** 20) / 8, uploadThroughput: (750 * 2 ** 10) / 8, slower: 4 };

/** From nothing to the first verdict of an example, `slow`ly; nothing is cached. */
async function visits(example, slow, times) {
  const list = [];
  for (let i = 0; i < times; i += 1) {
    const site = await open({
      path: `#example=${example}/bad.go`,
      before: async (page) => {
        if (!slow) return;
        const client = await page.context().newCDPSession(page);
        const { slower, ...conditions } = slow;
        await client.send("Network.enable");
        await client.send("Network.emulateNetworkConditions", { offline: false, ...conditions });
        await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
      },
    });
    await site.words.filter({ hasText: "heap" }).first().waitFor({ timeout: 120_000 });
    list.push(await site.page.evaluate(() => performance.now()));
    await site.context.close();
  }
  return list;
}

await start({ extra: await extra(), compressed: true });
try {
  const rows = await analyses();
  const edited = sorted(await edits());
  console.log(`
## In a browser

Chromium, headless; times of its clock. Ours is the npm package's analysis with the report as
JavaScript objects, packs loaded; before each run the program is changed in every function, so that
nothing is known of it. V8 compiles the wasm on the way: the first ${WARM} runs are not among those that
count (of gc only the first one is not). The package is compiled to be fast (-O3), the site's worker to be small (-Oz).
gc is cmd/compile of the same Go, built for js/wasm, with the module compiled
and the export data in memory before. The lines that both print are compared.
Budget: a median of 1 ms for the program of 60 lines.

| program | ours, median | least | gc, median | ratio | ours, the first time | ours, the next ${WARM - 1}, median | gc, the first time | runs | lines |
|---|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

One more line in one function of the program of 1,000 lines, in a session that knows the rest:
${milliseconds(at(edited, 0.5))} (median of ${edited.length}), 99th percentile ${milliseconds(at(edited, 0.99))}.

| wasm memory after a program of | in all | budget |
|---|---|---|
| 60 lines with fmt | ${megabytes(await memoryOf("small.go"))} | |
| 10,000 lines | ${megabytes(await memoryOf("10000.go"))} | |
| 10,000 lines with fmt and net/http | ${megabytes(await memoryOf("http.go"))} | 48 MB |
`);
  const { first, drawn, keys } = await waits(1_000, 200);
  const row = (what, times, budget) => `| ${what} | ${milliseconds(at(times, 0.5))} | ${milliseconds(at(times, 0.99))} | ${budget} | ${times.length} |`;
  const slow = async (example, slow, times) => sorted(await visits(example, slow, times));
  console.log(`| a reader waits | median | 99th percentile | budget | times |
|---|---|---|---|---|
${row("from opening the site to the first verdict, nothing cached, no network in between", first, "")}
${row("the same with a program that uses fmt", await slow("fmt-sprintf", undefined, 5), "")}
${row("the first verdict over 1.6 Mbit/s with 150 ms of latency, brotli, a processor four times slower", await slow("return-address", SLOW, 3), "")}
${row("the same with a program that uses fmt", await slow("fmt-sprintf", SLOW, 3), "")}
${row("from a key press to the verdict that it changes, drawn in the page, in 1,000 lines", drawn, "")}
${row("the same, until the next of 60 frames a second has been painted with it", keys, "16 ms at the 99th percentile")}`);
} finally {
  await stop();
}
