import assert from "node:assert/strict";
import { test } from "node:test";

import { chains, measure, title } from "./picture.js";
import { pointer } from "./pointer.js";

const text = (pieces) => pieces.map(({ code, text }) => (code ? `\`${text}\`` : text)).join("");

test("cells are called what a reader calls them", () => {
  assert.equal(text(title({ region: "Frame", name: "p" }, "en")), "`p`");
  assert.equal(text(title({ region: "Frame", name: "~r1" }, "en")), "result 1");
  assert.equal(text(title({ region: "Caller", name: "p" }, "en")), "what `p` points at");
  assert.equal(text(title({ region: "Caller", name: "p" }, "zh")), "`p` 指向的内容");
});

test("sizes are the value's, and on the heap the allocator's, too", () => {
  assert.equal(measure({ region: "Frame", size: 24 }, "en"), "24 B");
  assert.equal(measure({ region: "Heap", size: 40, taken: 48 }, "en"), "40 B, takes 48 B");
  assert.equal(measure({ region: "Heap", size: 40, taken: 48 }, "zh"), "40 字节，占 48 字节");
  assert.equal(measure({ region: "Heap" }, "en"), "size known at run time");
  assert.equal(measure({ region: "Caller" }, "en"), "");
});

test("inlined calls are told apart, by their lines or, on one line, by their columns", () => {
  const call = (name, at) => ({ function: name, at });
  const one = [call("newPoint", "13:7")];
  const two = [call("newPoint", "13:20")];
  const inner = [call("main.(*list).add", "9:3"), call("New", "rand.go:7:2")];
  const outer = [call("main.(*list).add", "9:3")];
  const beside = [call("main.(*list).add", "9:3"), call("New", "rand.go:7:9")];
  assert.deepEqual(chains([[], one, one, inner], "en").map(text),
    ["", "`newPoint`, line 13", "`newPoint`, line 13", "`main.(*list).add`, line 9 › `New` at rand.go:7"]);
  assert.deepEqual(chains([outer, inner, beside], "en").map(text), [
    "`main.(*list).add`, line 9", "`main.(*list).add`, line 9 › `New` at rand.go:7:2", "`main.(*list).add`, line 9 › `New` at rand.go:7:9",
  ]);
  assert.deepEqual(chains([one, two, inner], "zh").map(text),
    ["`newPoint`，位于 13:7", "`newPoint`，位于 13:20", "`main.(*list).add`，第 9 行 › `New`，位于 rand.go:7"]);
});

test("pointers stay in the gap between the columns", () => {
  const left = (y) => ({ left: 0, right: 100, y, height: 40, isLeft: true });
  const right = (y) => ({ left: 160, right: 260, y, height: 40, isLeft: false });
  for (const [from, to] of [[left(20), right(80)], [left(20), left(80)], [right(20), right(80)], [right(20), left(80)]]) {
    for (let lane = 0; lane < 8; lane += 1) {
      const { line } = pointer(from, to, lane);
      const xs = line.match(/-?[\d.]+/g).filter((_, index) => index % 2 === 0).map(Number);
      assert.ok(xs.every((x) => x >= 100 && x <= 160), line);
    }
  }
});
