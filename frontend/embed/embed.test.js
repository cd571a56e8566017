import assert from "node:assert/strict";
import { test } from "node:test";

import { split } from "./source.js";
import { all, speaker } from "./words.js";

test("the widget speaks both languages", () => {
  for (const [key, [en, zh, ...more]] of all) {
    assert.deepEqual(more, [], key);
    assert.ok(en && !/[\u4e00-\u9fff]/.test(en), `${key}: ${en}`);
    assert.match(zh, /[\u4e00-\u9fff]/, key);
    assert.equal(en.includes("$"), zh.includes("$"), `${key}: both or neither have a value`);
  }
  assert.equal(speaker("zh-CN")("heap"), "堆");
  for (const other of ["", "de", "zhx"]) assert.equal(speaker(other)("heap"), "heap", other);
  assert.equal(speaker("en")("badLines", "$&"), "“$&” is no list of lines.");
});

test("exported verdicts are taken out of the program", () => {
  const { text, exported } = split("\npackage main\n\tx := 1  //⇐ x → heap: returned\n\ts := \"a\" // b\n\ty() //⇐\n");
  assert.equal(text, "package main\n\tx := 1\n\ts := \"a\" // b\n\ty()\n");
  assert.deepEqual([...exported], [[2, "x → heap: returned"], [4, ""]]);
});
