// The code as it is read: lines with room for what is found out about them.
// Everything is there from the start, so that nothing moves when verdicts come.

import { folds, ranges } from "../editor/folds.js";

/** An element with attributes and children; a text is only ever a text node. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A button. */
export const button = (part, label, click, more) =>
  make("button", { type: "button", part, class: part, click, ...more }, label);

/** Builds the lines of `text` in `parent`; gives them, the first at 1. */
export function draw(parent, { text, exported, wanted, highlight, expanded, say }) {
  const sources = text.split("\n");
  // The line break at the end of a file begins no line.
  if (sources.length > 1 && sources.at(-1) === "") sources.pop();
  const lit = new Set();
  for (const [first, last] of (highlight && ranges(highlight, sources.length)) || []) {
    for (let line = first; line <= last; line += 1) lit.add(line);
  }
  const lines = [undefined];
  sources.forEach((source, index) => {
    const number = index + 1;
    const lights = lit.has(number);
    const line = make("div", { class: lights ? "line lit" : "line", part: lights ? "line highlight" : "line" },
      make("span", { class: "mark", "data-line": number }),
      make("code", { part: "source" }, source, "\n"),
    );
    const said = exported.get(number);
    if (said) line.append(make("span", { class: "words", part: "words" }, said));
    lines.push(line);
  });
  const folded = folds(sources, wanted);
  const rows = lines.slice(1);
  for (const [first, last] of folded.reverse()) {
    const inside = rows.splice(first - 1, last - first + 1);
    const count = inside.length;
    const body = make("div", { hidden: !expanded }, ...inside);
    const toggle = button("fold", say(expanded ? "unfolded" : "folded", count), () => {
      body.hidden = !body.hidden;
      toggle.setAttribute("aria-expanded", String(!body.hidden));
      toggle.textContent = say(body.hidden ? "folded" : "unfolded", count);
    }, { "aria-expanded": String(Boolean(expanded)) });
    rows.splice(first - 1, 0, toggle, body);
  }
  parent.replaceChildren(...rows);
  return lines;
}
