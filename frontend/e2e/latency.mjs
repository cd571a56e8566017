// How long a reader waits: from opening the page to the first verdict, and
// from a key press to the verdict that it changes: until that is drawn in the
// page, and until the frame with it is painted. Chromium paints 60 frames a
// second, so of the latter up to 16.7 ms are spent waiting for the next one.
// And from each key press while statements are typed, most of which leave the
// text with errors, to what is then known of it.
// Clocks say as much of what else the machine does as of the page: how long its
// thread was at work for a key, panes and all, comes out nearly the same each time.
// Chromium's own trace then says with which parts, and with which frame after a key
// its verdict came.
// Prints figures, judges none.
// `npm run latency -- [LINES] [KEYS]`

import { fileURLToPath } from "node:url";

import { CATEGORIES, MARK, read } from "./frames.mjs";
import { open, start, stop } from "./site.mjs";

/** A program of about `lines` lines in which every function has a verdict. */
export function program(lines) {
  const parts = ["package main", "", "type point struct{ x, y int }", ""];
  for (let i = 0; parts.length < lines - 6; i += 1) {
    parts.push(
      `func f${i}(p *point, n int) *point {`,
      `\tq := point{p.x + ${i}, n}`,
      "\tb := make([]byte, 16)",
      "\tfor i := range b {",
      "\t\tb[i] = byte(q.y)",
      "\t}",
      "\treturn &q",
      "}",
      "",
    );
  }
  return [...parts, "func main() {", "\tprintln(f0(&point{1, 2}, 3).x)", "}", ""].join("\n");
}

/** What is typed, in the second function of the program. */
const STATEMENTS = [
  "r := &point{q.x, n}",
  "if r.x > n {\nb[0] = byte(r.y)\n}",
  "s := make([]*point, n)",
  "s[0] = f0(r, len(b))",
  "println(\"typed\", s[0].x)",
];

export const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * Times from opening the site to its first verdict (`first`), and in `lines` lines from
 * key presses to their verdicts in the page (`drawn`) and painted (`keys`), and while
 * statements are typed (`typed`); sorted. `work`: of the page's thread for each of those keys;
 * `traced`: see frames.mjs.
 */
export async function waits(lines, keys) {
  const first = [];
  for (let i = 0; i < 5; i += 1) {
    const site = await open({ path: "#example=return-address/bad.go" });
    await site.words.first().waitFor();
    first.push(await site.page.evaluate(() => performance.now()));
    await site.context.close();
  }

  const site = await open({ path: "#scratch" });
  await site.settled();
  // The largest that may be on the stack: with every key press it is, or is not.
  await site.fill(program(lines).replace("make([]byte, 16)", "make([]byte, 65536)"));
  await site.settled();
  await site.select("65536");
  await site.page.keyboard.press("ArrowRight");
  await site.page.evaluate((mark) => {
    window.waits = { drawn: [], keys: [] };
    const root = document.querySelector(".editor-host").shadowRoot;
    let pressed;
    root.addEventListener("keydown", ({ key }) => { pressed = { at: performance.now(), heap: key === "0" }; }, true);
    new MutationObserver(() => {
      const words = root.querySelector(".cm-activeLine .cm-words")?.textContent;
      if (!pressed || words === undefined || words.includes("heap") !== pressed.heap) return;
      const { at } = pressed;
      pressed = undefined;
      window.waits.drawn.push(performance.now() - at);
      performance.mark(mark);
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.waits.keys.push(performance.now() - at);
        painted.port2.postMessage(0);
      });
    }).observe(root.querySelector(".cm-content"), { subtree: true, childList: true });
  }, MARK);
  const press = async (keys) => {
    for (let i = 0; i < keys; i += 1) {
      await site.page.keyboard.press(i % 2 ? "Backspace" : "0");
      // No multiple of a frame's time, so that keys fall anywhere in a frame.
      await site.page.waitForTimeout(61 + (i % 16));
    }
    await site.settled();
  };
  const cdp = await site.context.newCDPSession(site.page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  const before = await worked();
  await press(keys);
  const work = (await worked() - before) / keys;
  await cdp.detach();
  const times = await site.page.evaluate(() => window.waits);
  const browser = site.context.browser();
  await browser.startTracing(site.page, { categories: CATEGORIES });
  await press(Math.min(keys, 60));
  const traced = read(JSON.parse(await browser.stopTracing()));

  await site.select("q := point{p.x + 1, n}\n");
  await site.page.keyboard.press("ArrowRight");
  await site.page.evaluate(() => {
    window.typed = [];
    const root = document.querySelector(".editor-host").shadowRoot;
    let pressed;
    root.addEventListener("keydown", () => { pressed = performance.now(); }, true);
    // Verdicts come as an effect with the number of their drawing.
    const { view } = root.querySelector(".cm-content").cmTile;
    const { dispatch } = view;
    view.dispatch = (...specs) => {
      dispatch(...specs);
      if (specs[0].effects?.value?.drawing === undefined || pressed === undefined) return;
      window.typed.push(performance.now() - pressed);
      pressed = undefined;
    };
  });
  for (const statement of STATEMENTS) {
    for (const key of `${statement}\n`) {
      await site.page.keyboard.press(key === "\n" ? "Enter" : key === " " ? "Space" : key);
      await site.page.waitForTimeout(61 + (key.charCodeAt(0) % 16));
    }
  }
  await site.settled();
  const typed = await site.page.evaluate(() => window.typed);
  await site.context.close();
  const sorted = (list) => list.sort((a, b) => a - b);
  return { first: sorted(first), drawn: sorted(times.drawn), keys: sorted(times.keys), typed: sorted(typed), work, traced };
}

function say(what, sorted) {
  const [median, p99, most] = [at(sorted, 0.5), at(sorted, 0.99), sorted.at(-1)].map((ms) => `${ms.toFixed(1)} ms`);
  console.log(`${what}: median ${median}, 99th percentile ${p99}, at most ${most} (${sorted.length} times)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [lines = 1_000, keys = 200] = process.argv.slice(2).map(Number);
  await start();
  try {
    const times = await waits(lines, keys);
    say("open to first verdict", times.first);
    say(`key press to the verdict in the page, ${lines} lines`, times.drawn);
    say(`key press to the verdict painted, ${lines} lines`, times.keys);
    console.log(`the page's thread at work for such a key, ${lines} lines: ${times.work.toFixed(1)} ms`);
    const { made: [first, second, later], parts } = times.traced;
    console.log(`of that, traced: ${Object.entries(parts).map(([part, ms]) => `${part} ${ms.toFixed(1)} ms`).join(", ")}`);
    console.log(`verdicts that came with a key's first frame: ${first}, its second: ${second}, a later one: ${later}`);
    say(`key press to what is known in the page, statements typed in ${lines} lines`, times.typed);
  } finally {
    await stop();
  }
}
