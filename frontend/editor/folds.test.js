import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, folds, ranges, samples } from "./folds.js";

test("line numbers are read, put in order and joined", () => {
  assert.deepEqual(ranges("3-12", 20), [[3, 12]]);
  assert.deepEqual(ranges(" 9 , 3 - 4,5, 4-6", 20), [[3, 6], [9, 9]]);
  assert.deepEqual(ranges("18-99, 40", 20), [[18, 20]], "what is past the end is not there");
  for (const wrong of ["", "x", "0", "3-", "-3", "5-3", "1,,2", "1;2"]) assert.equal(ranges(wrong, 20), undefined, wrong);
});

test("comments mark what is shown", () => {
  const lines = ["package main", "//sample:start", "a", "b", "\t//sample:end ", "c", "//sample:start", "d"];
  assert.deepEqual(samples(lines), [[3, 4], [8, 8]]);
  assert.equal(samples(["a", "//sample:end", "// sample:start"]), undefined);
  assert.deepEqual(samples(["//sample:start", "//sample:end"]), []);
});

test("the rest is folded, comments included", () => {
  assert.deepEqual(folded([[3, 4], [8, 8]], 8), [[1, 2], [5, 7]]);
  assert.deepEqual(folded([[1, 8]], 8), []);
  const lines = ["a", "//sample:start", "b", "//sample:end", "c"];
  assert.deepEqual(folds(lines, ""), [[1, 2], [4, 5]]);
  assert.deepEqual(folds(lines, "1-4"), [[5, 5]], "numbers win");
  assert.deepEqual(folds(lines, "nonsense"), [[1, 2], [4, 5]]);
  assert.deepEqual(folds(lines, "70"), [], "not everything");
  assert.deepEqual(folds(["a"], null), []);
});
