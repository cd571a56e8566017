import assert from "node:assert/strict";
import { test } from "node:test";

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import { changedSince, drawing, setVerdicts, verdicts } from "./marks.js";

const mark = (line, text) => ({ line, kind: "heap", assumed: false, shape: "M0 0", label: "on the heap", text });

function state(doc) {
  return EditorState.create({
    doc,
    extensions: [EditorState.lineSeparator.of("\n"), verdicts({ picked() {}, hovered() {} })],
  });
}

/** What is drawn: `from-to` and the words or the class. */
function drawn(state) {
  const found = [];
  for (const set of state.facet(EditorView.decorations)) {
    set.between(0, state.doc.length, (from, to, { spec }) => {
      found.push([from, to, spec.class ?? spec.widget.mark.text]);
    });
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const draw = (state, findings) => state.update(setVerdicts(state, { marks: [], ranges: [], ...findings })).state;

test("words stand at the end of their line, lines under what they are about", () => {
  const after = draw(state("x := 1\r\nreturn &x\n"), {
    marks: [mark(1, "x → heap: returned")],
    ranges: [{ from: 0, to: 1, kind: "heap" }],
  });
  assert.deepEqual(drawn(after), [[0, 1, "cm-about is-heap"], [7, 7, "x → heap: returned"]]);
});

test("places outside the text are left out", () => {
  const after = draw(state("x\n"), {
    marks: [mark(0, "a"), mark(3, "b"), mark(2, "c")],
    ranges: [{ from: 1, to: 1, kind: "heap" }, { from: 1, to: 9, kind: "heap" }],
  });
  assert.deepEqual(drawn(after), [[2, 2, "c"]]);
});

test("marks move with the text until the next report replaces them", () => {
  const before = draw(state("x\ny\n"), { marks: [mark(2, "y")] });
  const typed = before.update({ changes: { from: 0, insert: "// 中文\n" } }).state;
  assert.deepEqual(drawn(typed), [[9, 9, "y"]]);
  assert.deepEqual(drawn(draw(typed, {})), []);
});

test("only where something has changed is drawn anew", () => {
  const before = draw(state("a\nb\nc\nd\n"), {
    marks: [mark(1, "a"), mark(2, "b"), mark(4, "d")],
    ranges: [{ from: 0, to: 1, kind: "heap" }, { from: 2, to: 5, kind: "heap" }, { from: 6, to: 7, kind: "heap" }],
  });
  const number = drawing(before);
  assert.deepEqual(changedSince(before, number), [1, 0], "nowhere");
  assert.equal(changedSince(before, number - 1), undefined, "something else was drawn");
  assert.equal(changedSince(state("a\n"), number), undefined, "nothing was");

  // A line is gone and comes back, but not what was drawn on it.
  const gone = before.update({ changes: { from: 2, to: 4 } }).state;
  assert.deepEqual(changedSince(gone, number), [2, 2]);
  const back = gone.update({ changes: { from: 2, insert: "b\n" } }).state;
  assert.deepEqual(changedSince(back, number), [2, 3]);
  const moved = back.update({ changes: { from: 0, insert: "x\n" } }).state;
  assert.deepEqual(changedSince(moved, number), [1, 4]);

  const after = draw(back, {
    within: [[2, 3]],
    marks: [mark(2, "b2"), mark(3, "c2")],
    ranges: [{ from: 2, to: 5, kind: "leak" }],
  });
  assert.deepEqual(drawn(after), [
    [0, 1, "cm-about is-heap"], [1, 1, "a"],
    [2, 5, "cm-about is-leak"], [3, 3, "b2"], [5, 5, "c2"],
    [6, 7, "cm-about is-heap"], [7, 7, "d"],
  ]);
  assert.deepEqual(changedSince(after, drawing(after)), [1, 0]);
  assert.deepEqual(drawn(draw(after, { within: [] })), drawn(after), "nothing has to be drawn");
  assert.deepEqual(drawn(draw(after, { within: [[1, 1], [4, 4]], marks: [mark(4, "e")] })), [
    [2, 5, "cm-about is-leak"], [3, 3, "b2"], [5, 5, "c2"], [7, 7, "e"],
  ], "two parts, and what is between them stays");
});
