// Why a line has its mark: what the analysis says, as elements.

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

/** The explanation `told` of a line; `go` shows another line, `close` ends it. */
export function explanation(told, { say, go, close }) {
  const code = (text) => make("code", { lang: "en", dir: "ltr" }, text);
  // Code stands between backticks.
  const prose = (text) => make("p", {}, ...text.split("`").map((piece, index) => (index % 2 ? code(piece) : piece)));
  const card = ({ shape: mark, assumed, name, what, says, copies, path, gc }) => make("article", { class: `is-${mark.kind}` },
    make("p", { class: "about" }, shape(mark.kind, mark.path, assumed), code(name), make("small", {}, what)),
    make("p", {}, says),
    ...(copies ? [prose(copies.says), make("ul", {}, ...copies.sites.map((each) => operation(each)))] : []),
    ...(assumed ? [make("p", { class: "note" }, assumed)] : []),
    ...(path.length ? [make("p", { class: "head" }, told.path_title), make("ol", {}, ...path.map(step))] : []),
    ...(gc.length ? [make("p", { class: "head" }, told.gc_title), make("ul", {}, ...gc.map((line) => make("li", {}, code(line))))] : []),
  );
  const operation = ({ at, line, text, why }, lang) => make("li", {},
    line ? make("button", { type: "button", class: "link", click: () => go(line) }, at) : make("span", {}, at),
    code(text), make("span", { lang }, why));
  const step = ({ flow, operations }) => make("li", {},
    make("code", { class: "flow", lang: "en", dir: "ltr" }, flow),
    make("ul", {}, ...operations.map((each) => operation(each, "en"))));
  const assertion = ({ shape: mark, written, claim, says, sites }) => make("article", { class: `is-${mark.kind}` },
    make("p", { class: "about" }, shape(mark.kind, mark.path), code(written)),
    prose(claim),
    make("p", {}, says),
    make("ul", {}, ...sites.map((each) => operation(each))));
  return make("section", { class: "why", part: "explanation", "aria-label": told.title },
    make("header", {}, told.title,
      make("button", { type: "button", part: "close", "aria-label": say("close"), click: close }, "✕")),
    ...told.errors.map((text) => make("p", { class: "is-error", lang: "en" }, text)),
    ...told.notes.map(({ text }) => make("p", { class: "note" }, text)),
    ...told.asserted.map(assertion),
    ...told.cards.map(card),
  );
}
