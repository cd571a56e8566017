// What the editor can do without until something is drawn: searching, error
// marks with their list, marking what equals the selection, the ways of
// values (see ../way), edits of several files. A chunk of its own, which is loaded after the first verdicts or when a key asks for it.

import { diagnosticCount, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { keymap } from "@codemirror/view";

import { picture } from "../memory/picture.js";
import { arrows, draw } from "../way/arrows.js";
import { tell } from "../way/list.js";
import { joining, joints } from "./joint.js";

export { draw, joints, picture, tell };

/** The transaction that marks `errors`, which has nothing in it if there are none and were none. */
export const markErrors = (state, errors) => (errors.length > 0 || diagnosticCount(state) > 0 ? setDiagnostics(state, errors) : {});

const bindings = [...searchKeymap, ...lintKeymap];

export const extension = [
  highlightSelectionMatches({ minSelectionLength: 2, wholeWords: true }),
  search({ top: true }),
  keymap.of(bindings),
  arrows,
  joining,
];

/** Does what `key` is bound to. */
export function press(view, key) {
  bindings.find((binding) => binding.key === key)?.run(view);
}
