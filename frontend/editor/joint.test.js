import assert from "node:assert/strict";
import { test } from "node:test";

import { history, redo, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";

import { joining, joints } from "./joint.js";

/** Files without an editor, and what their edits tell. */
function files(texts) {
  const states = new Map(Object.entries(texts).map(([name, doc]) => [name, EditorState.create({ doc, extensions: [history(), joining] })]));
  const told = [];
  const take = (name, transaction) => {
    states.set(name, transaction.state);
    joint.follow(name, transaction);
  };
  const joint = joints({
    state: (name) => states.get(name),
    take,
    turned: (taken, files, kept) => told.push(`${taken ? "+" : "-"}${files} ${kept}`),
  });
  return {
    joint,
    told,
    texts: () => [...states.values()].map(({ doc }) => doc.toString()).join("|"),
    run: (name, command) => command({ state: states.get(name), dispatch: (transaction) => take(name, transaction) }),
    write: (name, from, insert, to = from) => take(name, states.get(name).update({ changes: { from, to, insert } })),
  };
}

/** Two files with an edit of both. */
function edited() {
  const site = files({ a: "one two", b: "uno dos" });
  site.joint.edit([
    { name: "a", changes: [{ from: 0, to: 3, insert: "1" }] },
    { name: "b", changes: [{ from: 4, to: 7, insert: "2" }] },
  ]);
  assert.equal(site.texts(), "1 two|uno 2");
  return site;
}

test("an edit of two files is undone and done again by either", () => {
  const { run, texts, told } = edited();
  run("b", undo);
  assert.equal(texts(), "one two|uno dos");
  run("a", redo);
  assert.equal(texts(), "1 two|uno 2");
  run("a", undo);
  assert.equal(texts(), "one two|uno dos");
  // Nothing is left, and nothing comes back by itself.
  assert.equal(run("b", undo), false);
  assert.equal(run("a", undo), false);
  assert.equal(texts(), "one two|uno dos");
  assert.deepEqual(told, ["-b,a ", "+a,b ", "-a,b "]);
});

test("what was written elsewhere since stays", () => {
  const { run, texts, write } = edited();
  write("b", 0, "y ");
  run("a", undo);
  assert.equal(texts(), "one two|y uno dos");
  // In the other file it is the last step now.
  run("b", undo);
  assert.equal(texts(), "1 two|y uno 2");
  run("b", undo);
  run("b", undo);
  assert.equal(texts(), "one two|uno dos");
});

test("a file that was changed in the same place is left alone, and that is said", () => {
  const { run, texts, write, told } = edited();
  write("b", 4, "zwei", 5);
  run("a", undo);
  assert.equal(texts(), "one two|uno zwei");
  assert.deepEqual(told, ["-a b"]);
  run("b", undo);
  run("b", undo);
  assert.equal(texts(), "one two|uno dos");
});

test("a file in which nothing changes can undo the edit of another one", () => {
  const { joint, run, texts } = files({ a: "one", b: "uno" });
  joint.edit([{ name: "b", changes: [{ from: 0, to: 3, insert: "2" }] }, { name: "a", changes: [] }]);
  run("a", undo);
  assert.equal(texts(), "one|uno");
  run("a", redo);
  assert.equal(texts(), "one|2");
});

test("a later edit of the same files is another one", () => {
  const { joint, run, texts } = edited();
  joint.edit([{ name: "b", changes: [{ from: 0, insert: "<" }] }, { name: "a", changes: [{ from: 0, insert: ">" }] }]);
  run("a", undo);
  assert.equal(texts(), "1 two|uno 2");
  run("b", undo);
  assert.equal(texts(), "one two|uno dos");
});

test("files are followed by their names, and forgotten", () => {
  const site = edited();
  site.joint.rename("b");
  site.run("a", undo);
  assert.equal(site.texts(), "one two|uno 2");
});
