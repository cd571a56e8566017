// A way drawn on the code: a line under each expression on it, its number
// behind the line, and arrows from number to number. It is a layer of
// CodeMirror, which tells when something moved; the list beside the code says
// the same, so screen readers pass over it.
//
// The layer is drawn anew when the way changes, and when the view does: it
// scrolls with the text, and follows folding, wrapping and resizing. A change
// of the text ends it.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, layer } from "@codemirror/view";

import { RADIUS, route } from "./route.js";
import { stops } from "./tell.js";

const SVG = "http://www.w3.org/2000/svg";

/** A way, or undefined; and the stop that is pointed at. */
const replaced = StateEffect.define();
const pointed = StateEffect.define();
const moved = StateEffect.define();

/** @type {StateField<{key: string, kind: string, stops: {from: number, to: number, at: number, number: number}[], lines: unknown} | undefined>} */
const drawn = StateField.define({
  create: () => undefined,
  update(value, transaction) {
    let next = transaction.docChanged ? undefined : value;
    for (const effect of transaction.effects) {
      if (effect.is(replaced)) next = effect.value;
      if (effect.is(pointed) && next) next = { ...next, point: effect.value };
      if (effect.is(moved) && next) next = { ...next };
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value?.lines ?? Decoration.none),
});

/** The editor that ways are drawn in. */
let current;

const remember = ViewPlugin.define((view) => {
  current = view;
  return {
    destroy() {
      if (current === view) current = undefined;
    },
  };
});

/** Draws `way` in `view`, or nothing. Stops in other files are left out. */
export function draw(view, way) {
  const before = view.state.field(drawn, false);
  const value = way ? prepared(view.state.doc, way) : undefined;
  if (before === undefined && value === undefined) return;
  if (before && value && before.key === value.key) return;
  view.dispatch({ effects: replaced.of(value) });
}

/** Makes the arrow to stop number `stop` of the way `key` stand out, if that is drawn; none if undefined. */
export function point(key, stop) {
  const shown = current?.state.field(drawn, false);
  if (shown?.key === key && shown.point !== stop) current.dispatch({ effects: pointed.of(stop) });
}

function prepared(doc, way) {
  const here = [];
  stops(way).forEach(({ spot: { line, from, to } }, index) => {
    if (line < 1 || line > doc.lines) return;
    const { from: start, to: end, text } = doc.line(line);
    const indent = start + text.length - text.trimStart().length;
    // What goes on over several lines is marked on the line that it is about,
    // and of a statement, of which only a point is known, all of its line.
    const [left, right] = [Math.max(from, indent), Math.min(to, end)];
    const whole = { from: indent, to: start + text.replace(/\s*(\{|\/\/.*|\/\*.*)?\s*$/, "").length };
    const point = right - left < 2 && !/^\W?\w\W?$/.test(text.slice(Math.max(0, left - start - 1), right - start + 1));
    here.push({ number: index + 1, line, end, ...(point ? whole : { from: left, to: right }) });
  });
  here.forEach((stop, index) => {
    // Of `return &x` behind `&x` it is `return` that is meant.
    const inner = here[index - 1];
    if (!inner || inner.line !== stop.line || stop.from > inner.from || stop.to < inner.to) return;
    if (doc.sliceString(stop.from, inner.from).trim()) stop.to = inner.from;
    else if (doc.sliceString(inner.to, stop.to).trim()) stop.from = inner.to;
    stop.to = stop.from + doc.sliceString(stop.from, stop.to).trimEnd().length;
  });
  const counts = new Map();
  for (const { line } of here) counts.set(line, (counts.get(line) ?? 0) + 1);
  const room = [...counts].filter(([, count]) => count > 1).sort(([a], [b]) => a - b);
  const lines = Decoration.set(room.map(([line, count]) => {
    return Decoration.line({ class: `cm-stops-${Math.min(count, 5)}` }).range(doc.line(line).from);
  }));
  return { key: JSON.stringify(way), kind: way.kind, stops: here, lines };
}

/** The picture. */
class Picture {
  constructor(kind, numbers, routed, point) {
    Object.assign(this, { kind, numbers, routed, point });
    this.key = JSON.stringify([kind, numbers, routed]);
  }
  eq(other) {
    return this.key === other.key && this.point === other.point;
  }
  draw() {
    const svg = document.createElementNS(SVG, "svg");
    const add = (parent, tag, attributes, text) => {
      const element = parent.appendChild(document.createElementNS(SVG, tag));
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const { discs, arrows, marks } = this.routed;
    const on = (index) => (this.numbers[index] - 1 === this.point ? " is-pointed" : "");
    marks.forEach(({ from, to, base }, index) => {
      add(svg, "path", { class: `cm-way-mark${on(index)}`, d: `M${from} ${base}H${to}` });
    });
    for (const { line } of arrows) add(svg, "path", { class: "cm-way-halo", d: line });
    arrows.forEach(({ line, head }, index) => {
      const group = add(svg, "g", { class: `cm-way-arrow${on(index + 1)}` });
      add(group, "path", { class: "cm-way-line", d: line, pathLength: "1" });
      if (head) add(group, "path", { class: "cm-way-head", d: head });
    });
    discs.forEach(({ x, y }, index) => {
      const group = add(svg, "g", { class: `cm-way-stop${on(index)}` });
      add(group, "circle", { cx: x, cy: y, r: RADIUS });
      add(group, "text", { x, y }, `${this.numbers[index]}`);
    });
    this.dress(svg);
    return svg;
  }
  dress(svg) {
    svg.setAttribute("class", `cm-way is-${this.kind}${this.point === undefined ? "" : " has-pointed"}`);
  }
  update(svg, old) {
    // Pointing changes classes only, so that nothing is drawn in again.
    if (old.key !== this.key) return false;
    this.dress(svg);
    const { discs, arrows } = this.routed;
    const toggle = (selector, count, offset) => {
      svg.querySelectorAll(selector).forEach((element, index) => {
        element.classList.toggle("is-pointed", index < count && this.numbers[index + offset] - 1 === this.point);
      });
    };
    toggle(".cm-way-mark", discs.length, 0);
    toggle(".cm-way-stop", discs.length, 0);
    toggle(".cm-way-arrow", arrows.length, 1);
    return true;
  }
}

/** What is measured is rounded, or a picture that did not move would be drawn anew. */
const half = (number) => Math.round(number * 2) / 2;

/** @param {EditorView} view */
function picture(view) {
  const shown = view.state.field(drawn, false);
  if (!shown?.stops.length) return [];
  const { scrollDOM, state: { doc } } = view;
  const box = scrollDOM.getBoundingClientRect();
  const origin = { x: box.left - scrollDOM.scrollLeft * view.scaleX, y: box.top - scrollDOM.scrollTop * view.scaleY };
  const height = view.defaultLineHeight;
  const top = view.documentTop - origin.y;
  const contentLeft = view.contentDOM.getBoundingClientRect().left - origin.x;
  const place = (position, side) => {
    const found = view.coordsAtPos(position, side);
    if (found) return { x: found.left - origin.x, y: (found.top + found.bottom) / 2 - origin.y, base: found.bottom - origin.y };
    // Not on the screen: about there.
    const block = view.lineBlockAt(position);
    const before = doc.sliceString(doc.lineAt(position).from, position).replaceAll("\t", "    ");
    const y = top + block.top + height / 2;
    return { x: contentLeft + 8 + before.length * view.defaultCharacterWidth, y, base: y + 8 };
  };
  const rows = shown.stops.map(({ from, to, end }) => {
    const [left, right, last] = [place(from, 1), place(to, -1), place(end, -1)];
    const y = half(last.y);
    return {
      top: half(y - height / 2), bottom: half(y + height / 2), end: half(last.x),
      from: half(left.x), to: half(left.y === right.y ? right.x : Math.max(left.x + 8, last.x)), base: half(left.base + 1.5),
    };
  });
  const right = (high, low) => {
    let most = 0;
    for (const line of view.contentDOM.children) {
      const rect = line.getBoundingClientRect();
      const middle = (rect.top + rect.bottom) / 2 - origin.y;
      if (middle < high || middle > low || !line.lastChild) continue;
      const range = document.createRange();
      range.selectNodeContents(line);
      most = Math.max(most, range.getBoundingClientRect().right - origin.x);
    }
    return half(most);
  };
  const edge = scrollDOM.scrollLeft + scrollDOM.clientWidth - 4;
  return [new Picture(shown.kind, shown.stops.map(({ number }) => number), route(rows, right, edge), shown.point)];
}

const look = EditorView.theme({
  ".cm-way": { position: "absolute", left: "0", top: "0", width: "1px", height: "1px", overflow: "visible", pointerEvents: "none" },
  ".cm-way path": { fill: "none" },
  ".cm-way-mark": { stroke: "currentColor", strokeWidth: "2", opacity: "0.85" },
  ".cm-way-halo": { stroke: "var(--surface)", strokeWidth: "4", opacity: "0.8" },
  ".cm-way-line": { stroke: "currentColor", strokeWidth: "1.5", strokeDasharray: "1" },
  ".cm-way path.cm-way-head": { fill: "currentColor" },
  ".cm-way-stop circle": { fill: "var(--surface)", stroke: "currentColor", strokeWidth: "1.5" },
  ".cm-way-stop text": {
    fill: "currentColor", fontFamily: "var(--sans)", fontSize: "9.5px", fontWeight: "700", textAnchor: "middle", dominantBaseline: "central",
  },
  ".cm-way.has-pointed > g:not(.is-pointed), .cm-way.has-pointed > .cm-way-mark:not(.is-pointed)": { opacity: "0.35" },
  ".is-pointed .cm-way-line": { strokeWidth: "2.5" },
  ".is-pointed circle": { fill: "currentColor" },
  ".is-pointed text": { fill: "var(--surface)" },
  ".cm-way-mark.is-pointed": { strokeWidth: "3" },
  ".cm-stops-2 .cm-words": { marginLeft: "calc(2.2em + 20px)" },
  ".cm-stops-3 .cm-words": { marginLeft: "calc(2.2em + 40px)" },
  ".cm-stops-4 .cm-words": { marginLeft: "calc(2.2em + 60px)" },
  ".cm-stops-5 .cm-words": { marginLeft: "calc(2.2em + 80px)" },
  "@media (prefers-reduced-motion: no-preference)": {
    ".cm-way-line": { animation: "cm-way-draw 0.45s ease-out both" },
    ".cm-way-head": { animation: "cm-way-fade 0.45s both" },
  },
  "@keyframes cm-way-draw": { from: { strokeDashoffset: "1" }, to: { strokeDashoffset: "0" } },
  "@keyframes cm-way-fade": { from: { opacity: "0" }, "60%": { opacity: "0" }, to: { opacity: "1" } },
  "@media (forced-colors: active)": {
    ".cm-way": { color: "Highlight", forcedColorAdjust: "none" },
    ".cm-way-stop circle": { fill: "Canvas" },
    ".cm-way-halo": { stroke: "Canvas" },
    ".is-pointed circle": { fill: "Highlight" },
    ".is-pointed text": { fill: "HighlightText" },
  },
});

export const arrows = [
  drawn,
  remember,
  look,
  layer({
    above: true,
    class: "cm-wayLayer",
    update: (update) => update.startState.field(drawn, false) !== update.state.field(drawn, false) || update.viewportChanged,
    markers: picture,
    mount(dom, view) {
      // Nothing is drawn right of what is in sight, which sideways scrolling changes.
      let left = 0;
      view.scrollDOM.addEventListener("scroll", () => {
        if (left === view.scrollDOM.scrollLeft || !view.state.field(drawn, false)) return;
        left = view.scrollDOM.scrollLeft;
        view.dispatch({ effects: moved.of(left) });
      });
    },
  }),
];
