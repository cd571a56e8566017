// Stack or heap? Each line that has a certain answer gets two choices; what is
// right is only known to the analysis, which is asked for the score.

import { make } from "./view.js";

let number = 0;

/** Puts choices behind the lines that are asked about; gives what reads them. */
export function choices(lines, questions, say) {
  const guesses = new Map();
  for (const line of questions) {
    const group = `escapade-${number += 1}`;
    const choice = (value) => make("label", { part: "choice" },
      make("input", { type: "radio", name: group, value, change: () => guesses.set(line, value) }), say(value));
    lines[line]?.append(make("fieldset", { class: "guess", part: "guess", role: "radiogroup", "aria-label": say("line", line) },
      choice("stack"), choice("heap")));
  }
  return {
    guesses: () => [...guesses],
    /** Shows which guesses were right; no more guessing. */
    grade({ lines: marked }) {
      for (const { line, right, guess } of marked) {
        const set = lines[line]?.querySelector(".guess");
        if (!set) continue;
        set.disabled = true;
        const name = right ? "right" : guess ? "wrong" : "open";
        set.append(make("span", { class: `graded ${name}`, part: name }, `${{ right: "✓ ", wrong: "✗ ", open: "" }[name]}${say(name)}`));
      }
    },
  };
}
