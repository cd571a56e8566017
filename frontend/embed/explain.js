// Why a line has its mark: what the analysis says, as elements. The way of a
// value is told by ../way, as on the site, if that could be loaded.

import { make } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";

/** A mark's shape. It stands beside words that say the same. */
export function shape(kind, path, assumed) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `is-${kind}${assumed ? " is-assumed" : ""}`);
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
  return svg;
}

/**
 * The explanation `told` of a line; `go` shows another line, `close` ends it,
 * `way` is ./way.js.
 */
export function explanation(told, { say, go, close, way }) {
  const code = (text) => make("code", { lang: "en", dir: "ltr" }, text);
  // Code stands between backticks.
  const prose = (text) => make("p", {}, ...text.split("`").map((piece, index) => (index % 2 ? code(piece) : piece)));
  const place = (at, line) => (line ? make("button", { type: "button", class: "link", click: () => go(line) }, at) : make("span", {}, at));
  const card = ({ shape: mark, assumed, name, what, says, copies, gc }, index) => {
    const its = way && told.ways[index];
    const lines = its ? [...gc, ...way.gcLines(its)] : gc;
    return make("article", { class: `is-${mark.kind}` },
      make("p", { class: "about" }, shape(mark.kind, mark.path, assumed), code(name), make("small", {}, what)),
      make("p", {}, says),
      ...(copies ? [prose(copies.says), make("ul", {}, ...copies.sites.map(operation))] : []),
      ...(assumed ? [make("p", { class: "note" }, assumed)] : []),
      ...(its ? [make("p", { class: "head" }, told.path_title), make("ol", {}, ...way.stops(its).map(stop))] : []),
      ...(lines.length ? [make("details", {}, make("summary", { class: "head" }, told.gc_title), make("pre", {}, code(lines.join("\n"))))] : []),
    );
  };
  const operation = ({ at, line, text, why }) => make("li", {}, place(at, line), code(text), make("span", {}, why));
  const stop = ({ clauses }) => make("li", {}, ...clauses.map(({ pieces, at }, nth) => make("p", {},
    ...pieces.map((piece) => (piece.code ? code(piece.text) : piece.text)),
    // Of another file only the place is said.
    ...(nth && clauses[nth - 1].at === at ? [] : [" ", place(at, Number(/^(\d+):\d+$/.exec(at)?.[1]))]))));
  const assertion = ({ shape: mark, written, claim, says, sites }) => make("article", { class: `is-${mark.kind}` },
    make("p", { class: "about" }, shape(mark.kind, mark.path), code(written)),
    prose(claim),
    make("p", {}, says),
    make("ul", {}, ...sites.map(operation)));
  return make("section", { class: "why", part: "explanation", "aria-label": told.title },
    make("header", {}, told.title,
      make("button", { type: "button", part: "close", "aria-label": say("close"), click: close }, "✕")),
    ...told.errors.map((text) => make("p", { class: "is-error", lang: "en" }, text)),
    ...told.notes.map(({ text }) => make("p", { class: "note" }, text)),
    ...told.asserted.map(assertion),
    ...told.cards.map(card),
  );
}
