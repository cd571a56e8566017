import assert from "node:assert/strict";
import { test } from "node:test";

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import { setVerdicts, verdicts } from "./marks.js";

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
  return found;
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
