// How long a reader waits: from opening the page to the first verdict, and
// from a key press to the verdicts painted for it. Prints figures, judges none.
// `npm run latency -- [LINES] [KEYS]`

import { fileURLToPath } from "node:url";

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

export const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Times from opening the site to its first verdict, and from key presses to verdicts in `lines` lines; sorted. */
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
  await site.fill(program(lines));
  await site.settled();
  await site.select("p.x + 0");
  await site.page.keyboard.press("ArrowRight");
  await site.page.evaluate(() => {
    window.waits = [];
    const status = document.querySelector(".summary");
    const root = document.querySelector(".editor-host").shadowRoot;
    let pressed;
    root.addEventListener("keydown", () => { pressed = performance.now(); }, true);
    // The status turns Current when the report is taken; the frame after that shows it.
    new MutationObserver(() => {
      if (status.dataset.status !== "Current" || pressed === undefined) return;
      const from = pressed;
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.waits.push(performance.now() - from);
        painted.port2.postMessage(0);
      });
    }).observe(status, { attributeFilter: ["data-status"] });
  });
  for (let i = 0; i < keys; i += 1) {
    await site.page.keyboard.press(i % 2 ? "Backspace" : "0");
    await site.page.waitForTimeout(60);
  }
  await site.settled();
  const times = await site.page.evaluate(() => window.waits);
  await site.context.close();
  const sorted = (list) => list.sort((a, b) => a - b);
  return { first: sorted(first), keys: sorted(times) };
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
    say(`key press to painted verdicts, ${lines} lines`, times.keys);
  } finally {
    await stop();
  }
}
