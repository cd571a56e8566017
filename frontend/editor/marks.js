// Verdicts in the text: a shape in the gutter, a short text behind the line
// and a line under what it is about. The shapes and the words come from
// outside; here is only where they go.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from "@codemirror/view";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {{line: number, kind: string, assumed: boolean, shape: string, label: string, text: string}} Mark
 * @typedef {{from: number, to: number, kind: string}} Range
 * @typedef {{marks: Mark[], ranges: Range[], within?: [number, number][]}} Findings all, or what there is
 *   `within` parts of the text, each a first line and a last, in their order, if all else is drawn already
 */

class Shape extends GutterMarker {
  constructor(mark) {
    super();
    this.mark = mark;
  }
  eq(other) {
    return same(this.mark, other.mark) && this.mark.label === other.mark.label;
  }
  toDOM() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", `cm-shape is-${this.mark.kind}${this.mark.assumed ? " is-assumed" : ""}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", this.mark.label);
    const title = svg.appendChild(document.createElementNS(SVG, "title"));
    title.textContent = this.mark.label;
    svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", this.mark.shape);
    return svg;
  }
}

/** Keeps the gutter's width while there are no marks. */
class Spacer extends GutterMarker {
  toDOM() {
    const space = document.createElement("span");
    space.className = "cm-shape";
    return space;
  }
}

class Words extends WidgetType {
  constructor(mark) {
    super();
    this.mark = mark;
  }
  eq(other) {
    return same(this.mark, other.mark);
  }
  toDOM() {
    const span = document.createElement("span");
    span.className = `cm-words is-${this.mark.kind}${this.mark.assumed ? " is-assumed" : ""}`;
    span.textContent = this.mark.text;
    return span;
  }
  ignoreEvent() {
    return false;
  }
}

const same = (a, b) =>
  a.kind === b.kind && a.text === b.text && a.assumed === b.assumed && a.shape === b.shape;

const replaced = StateEffect.define();

/** The line under what a mark of a kind is about: always the same one, which is soon compared. */
const about = new Map();
const under = (kind) => about.get(kind) ?? about.set(kind, Decoration.mark({ class: `cm-about is-${kind}` })).get(kind);

/** Rises with every drawing. */
let drawings = 0;

/**
 * What is drawn; by which drawing, 0 for none; and what of the text has changed
 * since, where whatever is drawn may be gone or elsewhere.
 */
const field = StateField.define({
  create: () => ({ shapes: RangeSet.empty, drawn: Decoration.none, drawing: 0, changed: null }),
  update(value, { changes, docChanged, effects }) {
    for (const effect of effects) if (effect.is(replaced)) return replace(value, effect.value);
    if (!docChanged) return value;
    let { changed } = value;
    changed &&= { from: changes.mapPos(changed.from, -1), to: changes.mapPos(changed.to, 1) };
    changes.iterChangedRanges((fromA, toA, from, to) => {
      changed = { from: Math.min(from, changed?.from ?? from), to: Math.max(to, changed?.to ?? to) };
    });
    return { ...value, shapes: value.shapes.map(changes), drawn: value.drawn.map(changes), changed };
  },
  provide: (self) => EditorView.decorations.from(self, (value) => value.drawn),
});

function replace({ shapes, drawn }, { add, parts, drawing }) {
  if (!parts) return { shapes: RangeSet.of(add.shapes, true), drawn: Decoration.set(add.drawn, true), drawing, changed: null };
  const filter = (from, to) => !parts.some((part) => from <= part.to && to >= part.from);
  const into = (set, add) =>
    parts.length === 0 ? set : set.update({ add, sort: true, filter, filterFrom: parts[0].from, filterTo: parts.at(-1).to });
  return { shapes: into(shapes, add.shapes), drawn: into(drawn, add.drawn), drawing, changed: null };
}

/** The number of the last drawing. */
export const drawing = (state) => state.field(field).drawing;

/**
 * The first and the last line on which the text has changed since drawing `number`,
 * 1 and 0 if on none; nothing if that is not what is drawn.
 */
export function changedSince(state, number) {
  const { drawing, changed } = state.field(field);
  if (drawing !== number) return undefined;
  return changed ? [changed.from, changed.to].map((at) => state.doc.lineAt(at).number) : [1, 0];
}

/** The transaction that draws findings in place of what was drawn before. */
export function setVerdicts(state, { marks, ranges, within }) {
  const { doc } = state;
  const shapes = [];
  const drawn = [];
  for (const mark of marks) {
    if (mark.line < 1 || mark.line > doc.lines) continue;
    const line = doc.line(mark.line);
    shapes.push(new Shape(mark).range(line.from));
    if (mark.text) drawn.push(Decoration.widget({ widget: new Words(mark), side: 1 }).range(line.to));
  }
  for (const { from, to, kind } of ranges) {
    if (from < to && to <= doc.length) {
      drawn.push(under(kind).range(from, to));
    }
  }
  const parts = within?.map(([first, last]) => ({ from: doc.line(first).from, to: doc.line(last).to }));
  return { effects: replaced.of({ add: { shapes, drawn }, parts, drawing: (drawings += 1) }) };
}

/** The next line with a mark, or the one before, round and round: where it begins, and what it says. */
export function marked(state, back) {
  const here = state.doc.lineAt(state.selection.main.head).from;
  const all = [];
  state.field(field).shapes.between(0, state.doc.length, (from, to, { mark }) => void all.push({ from, mark }));
  return back
    ? all.findLast(({ from }) => from < here) ?? all.at(-1)
    : all.find(({ from }) => from > here) ?? all[0];
}

/** The gutter, the decorations and what a mouse can do with them. */
export function verdicts(events) {
  const number = (view, block) => view.state.doc.lineAt(block.from).number;
  return [
    field,
    gutter({
      class: "cm-verdicts",
      markers: (view) => view.state.field(field).shapes,
      initialSpacer: () => new Spacer(),
      domEventHandlers: {
        click(view, block) {
          events.picked(number(view, block));
          return true;
        },
        mouseover(view, block) {
          events.hovered(number(view, block));
          return false;
        },
        mouseleave() {
          events.hovered(0);
          return false;
        },
      },
    }),
    EditorView.domEventHandlers({
      mouseover(event, view) {
        const over = event.target.closest?.(".cm-words, .cm-about");
        events.hovered(over ? view.state.doc.lineAt(view.posAtDOM(over)).number : 0);
      },
      mouseleave() {
        events.hovered(0);
      },
    }),
  ];
}
