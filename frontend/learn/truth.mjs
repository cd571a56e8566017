// Asks whether lessons are true and benchmark files are good: the first with
// the analysis that the site has, the second with Go itself.
//
//     ESCAPADE=…/escapade ESCAPADE_STD=…/std node learn/truth.mjs lessons
//     GO=…/go node learn/truth.mjs benchmarks [--record]
//
// `cargo xtask` calls it. Benchmarks: for every function of every example and
// fixture the file is made, and `go vet` has nothing to say. Those of the
// examples are run when they are recorded, and what is made later has to be
// what was run: benchmarks.txt has their hashes, with what Go said of them.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { parser } from "@lezer/go";

import { benchmark, functions } from "./bench.js";
import { all, lineOf, parse } from "./markdown.js";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const run = promisify(execFile);
const examples = JSON.parse(await readFile(at("public/examples/index.json"), "utf8"));

/** Does `task` with each of `items`, some at a time. */
async function each(items, task) {
  const waiting = [...items];
  const work = async () => {
    while (waiting.length) await task(waiting.shift());
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
}

/** How the report calls the marks' kinds. */
const WORST = { Heap: "heap", StackIfSmall: "small", Leak: "leak", Stack: "stack", NoAllocation: "none" };

async function lessons() {
  const wrong = [];
  let claims = 0;
  await each(examples, async ({ slug }) => {
    const folder = at(`public/examples/${slug}`);
    const reports = new Map();
    const report = async (file, go) => {
      const key = `${file} ${go ?? ""}`;
      if (!reports.has(key)) {
        const { stdout } = await run(process.env.ESCAPADE, ["-json", ...(go ? [`-lang=go1.${go}`] : []), file], { cwd: folder, maxBuffer: 1 << 26 });
        reports.set(key, JSON.parse(stdout));
      }
      return reports.get(key);
    };
    // The Chinese lesson has the same claims: lessons.test.js.
    for (const { code, file, verdict, go } of all(parse(await readFile(join(folder, "lesson.en.md"), "utf8")), "claim")) {
      claims += 1;
      const { lines, messages } = await report(file, go);
      const where = `${slug}/${file}${go ? ` -lang=go1.${go}` : ""}`;
      if (verdict === "says") {
        if (!messages.some(({ text }) => text === code)) wrong.push(`${where}: gc does not say ${code}`);
        continue;
      }
      const line = lineOf(await readFile(join(folder, file), "utf8"), code);
      const found = lines.find((each) => each.file === 0 && each.line === line);
      const is = found ? WORST[found.worst] : "unmarked";
      if (is !== verdict) wrong.push(`${where}:${line} is ${is}, not ${verdict}: ${code}`);
    }
  });
  console.log(`${claims} claims of ${examples.length} lessons, ${wrong.length} not true`);
  return wrong;
}

const RECORDED = new URL("benchmarks.txt", import.meta.url);

async function benchmarks(isRecording) {
  const go = process.env.GO ?? "go";
  const dir = await mkdtemp(join(tmpdir(), "escapade-benchmarks-"));
  try {
    await writeFile(join(dir, "go.mod"), "module benchmarks\n\ngo 1.27\n");
    const sources = examples.flatMap(({ slug, files }) => files.map(({ name }) => ({ source: `public/examples/${slug}/${name}`, runs: true })));
    for (const name of await readdir(at("analyzer-core/tests/escape"))) {
      if (name.endsWith(".go")) sources.push({ source: `analyzer-core/tests/escape/${name}`, runs: false });
    }
    let count = 0;
    const made = [];
    for (const [index, { source, runs }] of sources.entries()) {
      const text = await readFile(at(source), "utf8");
      const folder = join(dir, `p${index}`);
      await mkdir(folder);
      await cp(at(source), join(folder, "main.go"));
      for (const [number, { line }] of functions(text, parser).entries()) {
        const one = benchmark(text, parser, line);
        if (!one) continue;
        await writeFile(join(folder, `made${number}_test.go`), one.file);
        count += 1;
        const hash = createHash("sha256").update(text).update(one.file).digest("hex").slice(0, 16);
        // What has no body cannot be linked.
        if (runs) made.push({ index, source, hash, name: one.name, links: !one.notes.includes("noBody") });
      }
    }
    const wrong = [];
    const ask = async (args, ours) => {
      try {
        return (await run(go, args, { cwd: dir, maxBuffer: 1 << 26 })).stdout;
      } catch ({ stdout, stderr }) {
        for (const line of `${stdout}\n${stderr}`.split("\n").filter(ours)) {
          wrong.push(line.replace(/p(\d+)\//g, (_, index) => `${sources[index].source} `));
        }
        return stdout;
      }
    };
    // vet sees more in these programs than what is made for them.
    await ask(["vet", "./..."], (line) => /made\d+_test\.go/.test(line));
    console.log(`${count} benchmark files vetted, ${wrong.length} complaints`);
    const said = new Map();
    if (isRecording) {
      const packages = [...new Set(made.filter(({ links }) => links).map(({ index }) => `./p${index}`))];
      const text = await ask(["test", "-vet=off", "-run=NONE", "-bench=.", "-benchtime=1x", "-timeout=60s", ...packages], Boolean);
      let index = "";
      for (const line of text.split("\n")) {
        index = /^pkg: benchmarks\/p(\d+)$/.exec(line)?.[1] ?? index;
        const name = /^(Benchmark[^\s]*?)(-\d+)?\s.*allocs\/op$/.exec(line)?.[1];
        if (name) said.set(`${index} ${name}`, "runs");
      }
    }
    const lines = made.map(({ index, source, hash, name, links }) => {
      const ran = links ? said.get(`${index} ${name}`) ?? "does not run" : "is vetted only: code is missing";
      return { key: `${source.replace("public/examples/", "")} ${name} ${hash}`, ran };
    });
    if (isRecording) {
      for (const { key, ran } of lines) if (ran === "does not run") wrong.push(`${key}: ${ran}`);
      await writeFile(RECORDED, `${lines.map(({ key, ran }) => `${key} ${ran}`).join("\n")}\n`);
      console.log(`${said.size} benchmarks of examples run`);
    } else {
      const recorded = (await readFile(RECORDED, "utf8")).trimEnd().split("\n");
      const known = new Set(recorded.map((line) => line.split(" ").slice(0, 3).join(" ")));
      for (const { key } of lines) if (!known.has(key)) wrong.push(`${key}: not recorded, \`cargo xtask oracle benchmarks\` runs it`);
      if (recorded.length !== lines.length) wrong.push(`${recorded.length} benchmarks are recorded, there are ${lines.length}`);
    }
    return wrong;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const [what, flag] = process.argv.slice(2);
const wrong = await { lessons, benchmarks }[what](flag === "--record");
for (const line of wrong) console.error(line);
if (wrong.length) process.exit(1);
