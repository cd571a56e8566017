// A way as a list of steps beside the code. The numbers are those of the stops
// that arrows.js draws; pointing at a step makes its arrow stand out.

import { point } from "./arrows.js";
import { gcLines, say, stops, fill } from "./tell.js";

function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const drawn = (pieces) => pieces.map(({ code, text }) => (code ? make("code", { lang: "en" }, text) : text));

/** What each host shows, so that the same is not drawn again while one types. */
const shown = new WeakMap();

/** Tells `way` in `host`, which gets a "reveal" event with the number of an operation that is to be shown. */
export function tell(host, way) {
  const key = JSON.stringify(way);
  if (shown.get(host) === key) return;
  const open = shown.has(host) && host.querySelector("details")?.open;
  shown.set(host, key);
  const reveal = (detail) => host.dispatchEvent(new CustomEvent("reveal", { detail: `${detail}` }));
  const item = ({ clauses }, index) => {
    const li = make("li", {},
      make("span", { className: "stop", ariaHidden: "true" }, make("span", {}, `${index + 1}`)),
      ...clauses.map(({ pieces, at, index }, nth) => make("p", {},
        ...drawn(pieces),
        ...(nth && clauses[nth - 1].at === at ? [] : [" ", place(at, index)]))));
    const of = (stop) => () => point(key, stop);
    li.addEventListener("pointerenter", of(index));
    li.addEventListener("pointerleave", of(undefined));
    li.addEventListener("focusin", of(index));
    li.addEventListener("focusout", of(undefined));
    return li;
  };
  const place = (at, index) => {
    const button = make("button", { type: "button", className: "link" }, at);
    button.addEventListener("click", () => reveal(index));
    return button;
  };
  const gc = make("details", { className: "flows", open },
    make("summary", {}, ...drawn(fill(say(way.lang, "page", "gc"), {}))),
    make("ul", { className: "said", lang: "en" }, ...gcLines(way).map((line) => make("li", {}, make("code", {}, line)))));
  host.replaceChildren(make("ol", { className: `steps is-${way.kind}` }, ...stops(way).map(item)), gc);
}
