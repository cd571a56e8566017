import assert from "node:assert/strict";
import { test } from "node:test";

import { rounded, route } from "./route.js";
import { gcLines, stops } from "./tell.js";

const spot = (line, col, from = 0, to = 0) => ({ at: `${line}:${col}`, line, from, to });
const note = (text, why, line, col) => ({ text, why, spot: spot(line, col), gc: `main.go:${line}:${col}` });

/** `x := 1; p := &x; return p` on three lines. */
const way = (more = {}) => ({
  lang: "en", kind: "heap", what: "Variable", name: "x", function: "f", reason: "Returned", origin: spot(4, 2),
  steps: [
    { flow: "p ← &x", notes: [note("&x", "address-of", 5, 7), note("p := &x", "assign", 5, 4)] },
    { flow: "~r0 ← p", notes: [note("return p", "return", 6, 2)] },
  ],
  ...more,
});

const told = (way) => stops(way).map(({ spot, clauses }) => [
  spot.at, ...clauses.map(({ pieces }) => pieces.map(({ code, text }) => (code ? `\`${text}\`` : text)).join("")),
]);

test("a flow is a stop, at its outermost operation", () => {
  assert.deepEqual(told(way()), [
    ["4:2", "`x` is declared here."],
    ["5:4", "`&x` is stored in `p`."],
    ["6:2", "`p` is returned at line 6.", "So `x` has to outlive `f`."],
  ]);
  assert.deepEqual(told(way({ lang: "zh" })), [
    ["4:2", "`x` 在这里声明。"],
    ["5:4", "`&x` 存入 `p`。"],
    ["6:2", "`p` 在第 6 行被返回。", "因此 `x` 必须比 `f` 活得更久。"],
  ]);
});

test("operations are numbered as they come, the origin is 0", () => {
  assert.deepEqual(stops(way()).map(({ clauses }) => clauses.map(({ index }) => index)), [[0], [2], [3, 3]]);
});

test("a flow over several lines is a stop for each, one place is one stop", () => {
  const steps = [
    { flow: "{storage for T{...}} ← &x", notes: [note("&x", "address-of", 6, 4), note("T{...}", "struct literal element", 5, 9)] },
    { flow: "{heap} ← &{storage for T{...}}", notes: [note("T{...}", "spill", 5, 9), note("f(T{...})", "unknown call parameter", 5, 3)] },
  ];
  assert.deepEqual(told(way({ steps })), [
    ["4:2", "`x` is declared here."],
    ["6:4", "`&x` takes the address of `x`."],
    ["5:3", "`&x` is stored in a field of `T{...}`.",
      "`T{...}` is passed on: `f(T{...})`. The compiler cannot see which function is called, so it assumes the worst."],
  ]);
});

test("what no program has gets a name, and Chinese no spaces around it", () => {
  const steps = [{ flow: "{heap} ← &{storage for ... argument}", notes: [note("... argument", "spill", 4, 2), note("f(... argument...)", "call parameter", 4, 2)] }];
  assert.deepEqual(told(way({ steps })), [
    ["4:2", "`x` is declared here.", "The slice of variadic arguments is passed on: `f(... argument...)`.", "The callee may keep it."],
  ]);
  assert.equal(told(way({ lang: "zh", steps }))[0][2], "可变参数的切片被传出：`f(... argument...)`。");
});

test("a helper of the analysis is called what went into it", () => {
  const steps = [
    { flow: "{temp} ← words", notes: [] },
    { flow: "w ← *{temp}", notes: [note("for loop", "range-deref", 5, 2)] },
  ];
  assert.equal(told(way({ kind: "leak", steps }))[1][1], "The loop reads the elements that `words` points at.");
});

test("gc's lines are as gc prints them", () => {
  assert.deepEqual(gcLines(way()).slice(0, 3), [
    "flow: p ← &x:",
    "  from &x (address-of) at main.go:5:7",
    "  from p := &x (assign) at main.go:5:4",
  ]);
});

const row = (number, end) => ({ top: number * 20, bottom: number * 20 + 20, end, from: 10, to: 20, base: number * 20 + 18 });

/** The points of a path whose corners are not round. */
const xs = (path) => [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x]) => Number(x));

test("arrows run right of what is between, in the gaps at both lines", () => {
  const { arrows, discs } = route([row(1, 100), row(5, 60)], () => 240, 1000);
  assert.ok(Math.max(...xs(arrows[0].line)) > 240);
  assert.ok(discs[0].x > 100 && discs[1].x > 60 && discs[1].x < 100);
  assert.equal(arrows.length, 1);
});

test("numbers on one line stand side by side, nothing is drawn past the edge", () => {
  const { discs, arrows } = route([row(1, 100), row(1, 100), row(2, 300)], () => 0, 200);
  assert.ok(discs[1].x > discs[0].x + 13);
  assert.ok(discs[2].x < 200);
  assert.ok(arrows.every(({ line }) => xs(line).every((x) => x <= 200)));
});

test("arrows that run beside each other have lanes of their own", () => {
  const { arrows } = route([row(1, 50), row(9, 50), row(2, 50)], () => 100, 1000);
  const [first, second] = arrows.map(({ line }) => Math.max(...xs(line)));
  assert.notEqual(first, second);
});

test("corners are round, and straight lines have none", () => {
  assert.equal(rounded([[0, 0], [0, 0], [0, 20], [20, 20]]), "M0 0L0 15Q0 20 5 20L20 20");
  assert.equal(rounded([[0, 0], [0, 9]]), "M0 0L0 9");
});
