// One line of code in pieces: the colours of its syntax, and lines under what
// verdicts and errors are about. Offsets are UTF-16 units of the whole text.

import { make } from "./view.js";

/** Fills `element` with `text`, which begins at `start`; `pieces` are `{from, to, name}`. */
export function paint(element, text, start, pieces) {
  const end = start + text.length;
  const here = pieces.filter(({ from, to }) => from < end && to > start);
  const cuts = new Set([start, end]);
  for (const { from, to } of here) {
    cuts.add(Math.max(from, start));
    cuts.add(Math.min(to, end));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const nodes = places.slice(1).map((to, index) => {
    const from = places[index];
    const names = here.filter((piece) => piece.from <= from && piece.to >= to).map(({ name }) => name);
    const piece = text.slice(from - start, to - start);
    return names.length ? make("span", { class: names.join(" ") }, piece) : piece;
  });
  element.replaceChildren(...nodes);
}

/** What to paint on each line of `text`, in order: `{from, to, name}` sorted by start. */
export function pieces({ syntax, findings: { ranges, errors } }) {
  return [
    ...syntax.map(({ from, to, kind }) => ({ from, to, name: kind })),
    ...ranges.map(({ from, to, kind }) => ({ from, to, name: `about-${kind}` })),
    // A point is widened to be seen.
    ...errors.map(({ from, to }) => ({ from, to: Math.max(to, from + 1), name: "about-error" })),
  ].sort((a, b) => a.from - b.from);
}
