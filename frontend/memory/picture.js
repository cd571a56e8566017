// A function's memory as it stands when the function returns: boxes for what
// is in its frame on the left and on the heap on the right, and pointers
// between. The boxes are lists that say in words where each may point, so the
// arrows are for the eye only. What came with a call that was inlined stands
// below a heading of its own, since every such call brings the same names.

import { fill } from "../way/tell.js";
import { pointer } from "./pointer.js";
import { style } from "./style.js";
import words from "./words.json" with { type: "json" };

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {{region: "Frame" | "Captured" | "Heap" | "Caller" | "Elsewhere", name: string, ty: string, size?: number, taken?: number, calls: {function: string}[]}} Cell
 * @typedef {{lang: "en" | "zh", function: string, cells: Cell[], pointers: {from: number, to: number}[], more: number}} Picture
 * @typedef {{function: string, at: string}} Call an inlined call and where it was written
 */

const LEFT = ["Frame", "Captured", "Caller"];
const RIGHT = ["Heap", "Elsewhere"];

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

const drawn = (pieces) => pieces.map(({ code, text }) => {
  if (!code) return text;
  const element = make("code", "", text);
  element.lang = "en";
  return element;
});

/** What a cell is called. */
export function title({ region, name }, lang) {
  const result = /^~r(\d+)$/.exec(name);
  if (result) return fill(words.cell.result[lang], { number: result[1] });
  const own = words.cell[region]?.[lang];
  return own ? fill(own, { name: { code: true, text: name } }) : [{ code: true, text: name }];
}

/** How large a cell is; empty if that is not for this function to say. */
export function measure({ region, size, taken }, lang) {
  if (region === "Caller" || region === "Elsewhere") return "";
  const known = size === undefined ? (taken === undefined ? "unknown" : "known") : taken === undefined ? "known" : "taken";
  return fill(words.size[known][lang], { size: size ?? taken, taken }).map(({ text }) => text).join("");
}

const plain = (pieces) => pieces.map(({ text }) => text).join("");

const lineOf = (at) => at.replace(/:\d+$/, "");

/**
 * For each of `calls`, which are inlined calls, outermost first, what they are
 * called: by their lines, and where that would be the same for two, by their
 * columns, too. For those of no inlined call nothing.
 *
 * @param {Call[][]} calls
 */
export function chains(calls, lang) {
  const call = (of, nth) => {
    const { function: name, at } = of[nth];
    const alike = (other) => other[nth]?.function === name && lineOf(other[nth].at) === lineOf(at)
      && other.slice(0, nth).every((outer, index) => outer.at === of[index].at);
    const place = calls.some((other) => alike(other) && other[nth].at !== at) ? at : lineOf(at);
    const kind = /^\d+$/.test(place) ? "line" : "place";
    return [...(nth ? [{ text: " › " }] : []), ...fill(words.call[kind][lang], { function: { code: true, text: name }, at: place })];
  };
  return calls.map((of) => of.flatMap((_, nth) => call(of, nth)));
}

/** Inlined calls as they are written, each in front of those in its code. */
function inOrder(a, b) {
  for (let nth = 0; nth < a.length && nth < b.length; nth += 1) {
    const order = a[nth].at.localeCompare(b[nth].at, "en", { numeric: true });
    if (order) return order;
  }
  return a.length - b.length;
}

/** A function's name that may go on in another line, where names in the panes may (panes/breaks.rs). */
function breakable(name) {
  const pieces = name.split(/(?<=.[.,/[({])(?=[^.,)\]} ])/);
  return pieces.flatMap((piece, nth) => (nth ? [make("wbr", ""), piece] : [piece]));
}

const shown = new WeakMap();

/** Draws `picture` in `host`, which gets a "reveal" event with the number of a cell that is clicked. */
export function picture(host, { lang, function: name, calls, ...rest }) {
  const { cells, pointers, more } = rest.picture;
  const key = JSON.stringify([lang, name, calls, cells, pointers, more]);
  if (shown.get(host)?.key === key) return;
  shown.get(host)?.end();
  style(host.getRootNode());
  const gaps = { function: { code: true, text: name }, more };
  const say = (text) => drawn(fill(text[lang], gaps));
  const boxes = new Map();
  const cameWith = chains(calls, lang);
  /** What a pointer points at: beside others of its name. */
  const target = (index) => [...title(cells[index], lang),
    ...(cameWith[index].length ? fill(words.call.of[lang], { calls: { text: plain(cameWith[index]) } }) : [])];
  const box = (cell, index) => {
    const to = pointers.filter(({ from }) => from === index).map(({ to }) => to);
    const size = measure(cell, lang);
    const button = make("button", "cell",
      make("span", "cell-name", ...drawn(title(cell, lang))),
      ...(cell.ty ? [make("code", "cell-type", cell.ty)] : []),
      ...(size ? [make("span", "cell-size", size)] : []),
      ...(to.length ? [make("span", "cell-to", ` ${words.page.points[lang]} `,
        ...to.flatMap((index, nth) => [nth ? ", " : "", ...drawn(target(index))]))] : []));
    button.type = "button";
    button.disabled = cell.region === "Elsewhere";
    button.addEventListener("click", () => host.dispatchEvent(new CustomEvent("reveal", { detail: `${index}` })));
    const stress = (on) => () => svg.querySelectorAll("path").forEach((path) => {
      path.classList.toggle("is-on", on && path.dataset.ends.split(" ").includes(`${index}`));
    });
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]]) {
      button.addEventListener(event, stress(on));
    }
    boxes.set(index, button);
    return make("li", "", button);
  };
  const group = (region) => {
    const own = cells.map((cell, index) => [cell, index]).filter(([cell]) => cell.region === region);
    // The two that every picture is about are there though they may be empty.
    if (!own.length && region !== "Frame" && region !== "Heap") return [];
    // The function's own first, then what each inlined call brought.
    const parts = new Map();
    for (const [cell, index] of own) {
      const call = plain(cameWith[index]);
      parts.set(call, [...(parts.get(call) ?? []), [cell, index]]);
    }
    const lists = [...parts.values()].sort(([[, a]], [[, b]]) => inOrder(calls[a], calls[b])).flatMap((part) => {
      const list = make("ul", "", ...part.map(([cell, index]) => box(cell, index)));
      const call = cameWith[part[0][1]];
      if (!call.length) return [list];
      const heading = make("h4", "", words.call.heading[lang], " ", ...drawn(call));
      for (const code of heading.querySelectorAll("code")) code.replaceChildren(...breakable(code.textContent));
      list.ariaLabel = heading.textContent;
      return [heading, list];
    });
    if (!lists.length) lists.push(make("p", "", ...say(words.page.nothing)));
    return [make("section", `region is-${region.toLowerCase()}`, make("h3", "", ...say(words.region[region])), ...lists)];
  };
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const columns = make("div", "memory",
    make("div", "column", ...LEFT.flatMap(group)), make("div", "column", ...RIGHT.flatMap(group)), svg);
  host.replaceChildren(make("p", "pane-note", ...say(words.page.note)), columns,
    ...(more ? [make("p", "pane-note", ...say(words.page.more))] : []));
  const route = () => {
    const origin = columns.getBoundingClientRect();
    svg.setAttribute("viewBox", `0 0 ${origin.width} ${origin.height}`);
    const at = (index) => {
      const { left, right, top, height } = boxes.get(index).getBoundingClientRect();
      return { left: left - origin.left, right: right - origin.left, y: top - origin.top + height / 2, height, isLeft: LEFT.includes(cells[index].region) };
    };
    const places = new Map([...boxes.keys()].map((index) => [index, at(index)]));
    svg.replaceChildren(...pointers.flatMap(({ from, to }, lane) => {
      const { line, head } = pointer(places.get(from), places.get(to), lane);
      return [["pointer", line], ["pointer-head", head]].map(([className, d]) => {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("class", `${className} is-${cells[to].region.toLowerCase()}`);
        path.setAttribute("d", d);
        path.dataset.ends = `${from} ${to}`;
        return path;
      });
    }));
  };
  const watch = new ResizeObserver(route);
  watch.observe(columns);
  shown.set(host, { key, end: () => watch.disconnect() });
}
