// How long an analysis takes in Chromium, with the npm package in the page:
// the same analyzer, compiled in the same way, that the site has in its worker.
// And how long a reader waits there. Markdown, for `cargo xtask bench`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { at, program, waits } from "./latency.mjs";
import { DIST, home, open, start, stop } from "./site.mjs";

/** What the project grew from, and about 60 lines long. */
const small = async () => {
  const body = (await readFile(join(DIST, "examples/fmt-sprintf/bad.go"), "utf8")).trimEnd();
  return `${body}\n${program(60 - body.split("\n").length).split("\n").slice(1).join("\n").replace(/func main\(\)[^]*$/, "")}`;
};

const milliseconds = (ms) => (ms < 10 ? `${ms.toFixed(2)} ms` : `${ms.toFixed(1)} ms`);

await start();
try {
  const site = await open({ path: "privacy.html" });
  const { page } = site;
  await page.goto(`${home()}embed.html`);
  const texts = [["60 lines, fmt", await small(), 200], ["1,000 lines", program(1_000), 60], ["10,000 lines", program(10_000), 12]];
  const rows = [];
  for (const [what, text, rounds] of texts) {
    const { first, times, errors } = await page.evaluate(async ({ npm, text, rounds }) => {
      const { createAnalyzer } = await import(npm);
      globalThis.analyzer ??= await createAnalyzer();
      const files = [{ name: "main.go", text }];
      const times = [];
      let errors;
      const begin = performance.now();
      ({ errors } = await analyzer.analyze(files));
      const first = performance.now() - begin;
      for (let round = 0; round < rounds; round += 1) {
        const from = performance.now();
        await analyzer.analyze(files);
        times.push(performance.now() - from);
      }
      return { first, times: times.sort((a, b) => a - b), errors: errors.map(({ message }) => message) };
    }, { npm: `${home()}npm/browser.js`, text, rounds });
    if (errors.length > 0) throw new Error(`${what}: ${errors[0]}`);
    rows.push(`| ${what} | ${milliseconds(at(times, 0.5))} | ${milliseconds(times[0])} | ${milliseconds(first)} | ${rounds} |`);
  }
  await site.context.close();
  console.log(`
## In a browser

Chromium, headless, times of its clock while other programs may run. An analysis with
the report as JavaScript objects, by the npm package; budget: 1 ms for the program of 60 lines.

| program | median | least | the first, packs included | times |
|---|---|---|---|---|
${rows.join("\n")}
`);
  const { first, keys } = await waits(1_000, 200);
  const row = (what, times, budget) => `| ${what} | ${milliseconds(at(times, 0.5))} | ${milliseconds(at(times, 0.99))} | ${budget} | ${times.length} |`;
  console.log(`| a reader waits | median | 99th percentile | budget | times |
|---|---|---|---|---|
${row("from opening the site to the first verdict, nothing cached, no network in between", first, "")}
${row("from a key press to the verdicts painted for it, in 1,000 lines", keys, "16 ms at the 99th percentile")}`);
} finally {
  await stop();
}
