// Wasm whose functions note that they were called: every body begins with a
// store of a 1 into pages of memory behind what the module itself uses, which
// shifts no index.

import { leb, pages, prefixed, rewrite } from "./binary.js";

const PAGE = 65_536;
/** Pages, with a byte for each function. */
const NOTED = 4;

/**
 * The wasm with notes, and what reads in its memory which functions were
 * called: their numbers, not counting imported ones.
 */
export function noting(bytes) {
  let notes = 0;
  const noted = rewrite(bytes, {
    memory(content) {
      const { flags, min, max } = pages(content);
      notes = min * PAGE;
      return [1, flags, ...leb(min + NOTED), ...(max === undefined ? [] : leb(max + NOTED))];
    },
    // i32.const ADDRESS, i32.const 1, i32.store8
    code: (content) => prefixed(content, (index) => [0x41, ...leb(notes + index, true), 0x41, 1, 0x3a, 0, 0]),
  });
  const called = ({ buffer }) => [...new Uint8Array(buffer, notes, NOTED * PAGE).entries()].filter(([, note]) => note).map(([index]) => index);
  return { noted, called };
}
