// How long it takes until fmt is loaded and linked, once its packs are here: in
// new workers, from when the bytes of the last one have come (they are answered
// from memory) to the answer, less what the same program takes without fmt.
//
// That is done twice. First with the worker's wasm compiled beforehand: what is
// left is to check, read and link the packs. Then as a reader has it: V8
// compiles each function of the wasm when it is first called. Most of that is in
// neither figure, because a worker that has just started analyses a program of
// its own (../src/worker/warm.rs) while the editor and the packs are on their
// way; before it did, compiling took as long as all the rest. Nor is what is done
// for each pack while others are still on their way: it is checked and taken.
// Beside the time of the clock stands what the worker's thread was at work of it:
// on a machine that does other things, too, that is what says something.
// Prints figures, judges none.
// `npm run packtime -- [TIMES]`

import { open, start, stop } from "./site.mjs";

const [times = 15] = process.argv.slice(2).map(Number);

const PLAIN = "package main\n\nfunc main() {\n\tx := 1\n\tprintln(&x)\n}\n";
const FMT = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(&x)\n}\n";

/** Runs in the worker: answers come from memory, and times are taken. */
async function prepare() {
  const fetched = new Map();
  const key = (url) => new URL(url, location.href).pathname;
  const { fetch: load, postMessage: post } = self;
  const base = new URL("std/", location.href);
  const lines = (await (await load(new URL("index.txt", base))).text()).trimEnd().split("\n").slice(1).map((line) => line.split(" "));
  const needed = lines.filter(([path], i) => path === "fmt" || lines.find(([path]) => path === "fmt").slice(2).includes(String(i)));
  for (const path of ["index", ...needed.map(([path]) => path)]) {
    const url = new URL(`${path}.txt`, base);
    fetched.set(key(url), await (await load(url)).arrayBuffer());
  }
  self.taken = { packs: undefined, bytes: undefined, answered: [], from: [] };
  self.addEventListener("message", () => self.taken.from.push(performance.now()));
  // In front of the program's own listener.
  const listener = self.onmessage;
  self.onmessage = null;
  self.onmessage = listener;
  self.fetch = (url) => {
    if (!key(url).endsWith("index.txt")) self.taken.packs ??= performance.now();
    const bytes = fetched.get(key(url));
    return Promise.resolve(bytes ? new Response(bytes.slice(0)) : new Response("", { status: 404 }));
  };
  const { arrayBuffer } = Response.prototype;
  Response.prototype.arrayBuffer = async function read() {
    const bytes = await arrayBuffer.call(this);
    self.taken.bytes = performance.now();
    performance.mark("bytes");
    return bytes;
  };
  self.postMessage = (...message) => {
    // How far loading has come is said in a few bytes.
    if (message[0].byteLength > 100) {
      self.taken.answered.push(performance.now());
      performance.mark("answer");
    }
    return post.apply(self, message);
  };
}

/** Notes what marks are made; the function that it returns says how long the worker's thread was at work from the last "bytes" to the "answer" after it. */
async function trace(site) {
  const session = await site.context.browser().newBrowserCDPSession();
  const marks = [];
  session.on("Tracing.dataCollected", ({ value }) => marks.push(...value.filter(({ name }) => ["bytes", "answer"].includes(name))));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["blink.user_timing"] } });
  return async () => {
    const complete = new Promise((done) => { session.once("Tracing.tracingComplete", done); });
    await session.send("Tracing.end");
    await complete;
    marks.sort((a, b) => a.ts - b.ts);
    const last = marks.findLastIndex(({ name }) => name === "answer");
    return (marks[last].tts - marks.slice(0, last).findLast(({ name }) => name === "bytes").tts) / 1000;
  };
}

/** The first answer after `time`. */
const answer = ({ answered }, time) => answered.find((at) => at >= time);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const say = (what, list) => console.log(
  `  ${what}: median ${median(list).toFixed(1)} ms, ${Math.min(...list).toFixed(1)} to ${Math.max(...list).toFixed(1)} ms (${list.length} new workers)`,
);

for (const [what, flags] of [["wasm compiled beforehand", ["--js-flags=--no-wasm-lazy-compilation"]], ["wasm compiled on the way", []]]) {
  await start({ flags });
  try {
    const [plain, asked, linked, worked] = [[], [], [], []];
    for (let i = 0; i < times; i += 1) {
      const site = await open({ path: "#scratch" });
      await site.settled();
      const [worker] = site.page.workers();
      await worker.evaluate(prepare);
      await site.fill(PLAIN);
      await site.settled();
      const first = await worker.evaluate(() => self.taken);
      plain.push(answer(first, first.from.at(-1)) - first.from.at(-1));
      const work = await trace(site);
      await site.fill(FMT);
      await site.words.getByText("x → heap").first().waitFor();
      const second = await worker.evaluate(() => self.taken);
      asked.push(answer(second, second.bytes) - second.packs);
      linked.push(answer(second, second.bytes) - second.bytes);
      worked.push(await work());
      await site.context.close();
    }
    console.log(`${what}:`);
    say("the program without fmt", plain);
    say("with fmt, from the request of the first pack to the answer", asked);
    say("with fmt, from the bytes of the last pack to the answer", linked);
    say("the worker's thread at work of that", worked);
    console.log(`  fmt loaded and linked: ${(median(linked) - median(plain)).toFixed(1)} ms, at work ${(median(worked) - median(plain)).toFixed(1)} ms; budget: 10 ms`);
  } finally {
    await stop();
  }
}
