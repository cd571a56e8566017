import assert from "node:assert/strict";
import { test } from "node:test";

import binaryen from "binaryen";

import { leb } from "./binary.js";
import { noting } from "./notes.js";

test("numbers are written as wasm has them", () => {
  assert.deepEqual(leb(624_485), [0xe5, 0x8e, 0x26]);
  // The sign is the last byte's: 64 would be -64 in one.
  assert.deepEqual([leb(64), leb(64, true), leb(63, true)], [[64], [0xc0, 0], [63]]);
});

test("functions note that they are called, whatever they have for locals", async () => {
  const module = binaryen.parseText(`(module
    (import "env" "seen" (func $seen (param i32)))
    (memory (export "memory") 1 2)
    (func $add (export "add") (param i32) (result i32) (local i64) (local i32)
      (local.set 2 (i32.const 40)) (call $seen (local.get 2)) (i32.add (local.get 0) (local.get 2)))
    (func $other (export "other") (param i32) (result i32) (i32.const 0))
    (func $twice (export "twice") (param i32) (result i32) (call $add (call $add (local.get 0)))))`);
  const { noted, called } = noting(module.emitBinary());
  const seen = [];
  const { instance } = await WebAssembly.instantiate(noted, { env: { seen: (n) => seen.push(n) } });
  const { memory, twice } = instance.exports;
  assert.deepEqual(called(memory), []);
  assert.equal(twice(2), 82);
  assert.deepEqual(seen, [40, 40]);
  assert.deepEqual(called(memory), [0, 2]);
});
