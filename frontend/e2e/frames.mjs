// What a trace of Chromium's says of key presses and the verdicts that they
// change: with which frame each verdict came, counted from the key, and what
// the page's thread did for a key.

/** What Chromium calls what it does on the page's thread. */
const PARTS = new Map(Object.entries({
  UpdateLayoutTree: "style", Layout: "layout",
  PrePaint: "paint", Paint: "paint", Layerize: "paint", "IntersectionObserverController::computeIntersections": "paint",
  EventDispatch: "script", FunctionCall: "script", HandlePostMessage: "script", TimerFire: "script", FireAnimationFrame: "script",
  FireIdleCallback: "script", BlinkScheduler_PerformMicrotaskCheckpoint: "script", "v8.callFunction": "script", MinorGC: "script", MajorGC: "script",
}));

/** What has to be in the trace; `MARK` is set when a verdict is drawn. */
export const CATEGORIES = ["devtools.timeline", "toplevel", "blink.user_timing", "-*"];
export const MARK = "verdict drawn";

/** `made`: how many verdicts came with the first frame, the second, a later one; `parts`: milliseconds a key. */
export function read({ traceEvents }) {
  const keys = traceEvents.filter(({ ph, name, args }) => ph === "X" && name === "EventDispatch" && args.data?.type === "keydown").sort(byTime);
  const [{ pid, tid }] = keys;
  const own = traceEvents.filter((event) => event.pid === pid && event.tid === tid).sort(byTime);
  const done = own.filter(({ ph }) => ph === "X");
  // The last that is done for each frame.
  const frames = done.filter(({ name }) => name === "Layerize").map(({ ts }) => ts);
  const marks = own.filter(({ name, ph }) => name === MARK && ph !== "X").map(({ ts }) => ts);
  const made = [0, 0, 0];
  keys.forEach(({ ts }, index) => {
    const until = keys[index + 1]?.ts ?? Infinity;
    const drawn = marks.find((mark) => mark > ts && mark < until);
    if (drawn === undefined) return;
    made[Math.min(2, frames.filter((frame) => frame > ts && frame < drawn).length)] += 1;
  });

  const parts = { script: 0, style: 0, layout: 0, paint: 0, other: 0 };
  const open = [];
  for (const { name, ts, dur = 0, tdur = 0 } of done) {
    while (open.length > 0 && open.at(-1).end <= ts) open.pop();
    const outer = open.at(-1);
    const part = PARTS.get(name) ?? outer?.part ?? "other";
    // What is inside of something else is not that.
    if (outer) parts[outer.part] -= tdur;
    parts[part] += tdur;
    open.push({ end: ts + dur, part });
  }
  for (const part of Object.keys(parts)) parts[part] /= 1_000 * keys.length;
  return { made, parts };
}

const byTime = (a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0);
