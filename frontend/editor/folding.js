// Folded lines in the editor: a button stands for them until they are wanted.
// Whatever touches them, an edit or the cursor, unfolds them: nothing hidden is
// ever changed unseen.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

import { folds } from "./folds.js";

const unfold = StateEffect.define();

class Fold extends WidgetType {
  constructor(count, label) {
    super();
    Object.assign(this, { count, label });
  }
  eq(other) {
    return this.count === other.count && this.label(1) === other.label(1);
  }
  toDOM(view) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cm-fold";
    button.dataset.count = this.count;
    button.textContent = this.label(this.count);
    button.addEventListener("click", () => {
      const at = view.posAtDOM(button);
      view.dispatch({ effects: unfold.of(at), selection: { anchor: at } });
      view.focus();
    });
    return button;
  }
}

/** Folds what `wanted` or the comments of the text leave out (see folds.js). */
export function folding(wanted, label) {
  return StateField.define({
    create({ doc }) {
      const lines = doc.toString().split("\n");
      return Decoration.set(folds(lines, wanted).map(([first, last]) => {
        const widget = new Fold(last - first + 1, label);
        return Decoration.replace({ block: true, widget }).range(doc.line(first).from, doc.line(last).to);
      }));
    },
    update(drawn, transaction) {
      const { changes, effects, selection, docChanged } = transaction;
      const wanted = effects.filter((effect) => effect.is(unfold)).map(({ value }) => value);
      if (!docChanged && !selection && !wanted.length) return drawn;
      const touched = (from, to) => (docChanged && changes.touchesRange(from, to))
        || wanted.some((at) => at >= from && at <= to);
      const left = drawn.update({ filter: (from, to) => !touched(from, to) }).map(changes);
      if (!selection) return left;
      const inside = (from, to) => selection.ranges.some((range) => range.from <= to && range.to >= from);
      return left.update({ filter: (from, to) => !inside(from, to) });
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}
