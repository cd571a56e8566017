// What the page tells the pane (src/panes/learn.rs), as a record, and what a
// quiz's answers are worth.

import { shapes } from "./shapes.js";

const answers = (list) => list.split(" ").filter(Boolean).map((one) => [Number.parseInt(one, 10), one.endsWith("h") ? "heap" : "stack"]);

/** The record of what comes as a list of texts. */
export function record([lang, slug, version, text, file, line, go, stands, questions, quiz, guesses, right]) {
  const marked = answers(guesses);
  return {
    lang,
    doc: slug ? [slug, version] : undefined,
    text: stands === "waiting" ? undefined : text,
    file: file || undefined,
    line: Number(line),
    go: Number(go),
    refused: stands === "refused",
    questions: questions.split(" ").filter(Boolean).map(Number),
    guesses: quiz ? marked : undefined,
    score: quiz === "graded" ? score(answers(right), new Map(marked)) : undefined,
    shapes,
  };
}

/** How a reader did: `guesses` by line beside the right answers. */
export function score(right, guesses) {
  const lines = right.map(([line, answer]) => ({ line, answer, guess: guesses.get(line), right: guesses.get(line) === answer }));
  return { right: lines.filter((each) => each.right).length, total: lines.length, lines };
}
