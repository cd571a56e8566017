// Edits of several files that are one edit: what undoes it in one of the files
// undoes it in all, and what does it again does so everywhere.
//
// Each file has a history of its own, and an editor shows one of them. An edit
// is in the history of each of its files, together with an effect that says
// which edit it is. When a history gives that back, the others are asked to
// undo, too, which is right if the edit is what they did last; if not, the edit
// is taken back below what was written since, unless that is in the same place:
// such a file stays as it is, and the page says so.

import { invertedEffects, isolateHistory, redo, undo } from "@codemirror/commands";
import { StateEffect } from "@codemirror/state";

/** A file's part of an edit is there, or is no longer. */
const part = StateEffect.define();

/** What every file's state needs. */
export const joining = invertedEffects.of(({ effects }) =>
  effects.filter((effect) => effect.is(part)).map(({ value: { edit, taken } }) => part.of({ edit, taken: !taken })));

const partOf = ({ effects }, edit) => effects.find((effect) => effect.is(part) && effect.value.edit === edit)?.value;

/**
 * @param {{state(name: string): import("@codemirror/state").EditorState, take(name: string, transaction: object): void,
 *   turned(taken: boolean, files: string[], kept: string[]): void}} files
 *   `take` does a transaction and sees to it that it is followed; `turned` hears of an edit that was undone or done
 *   again: in which files, and which stayed as they were
 */
export function joints({ state, take, turned }) {
  /** Each edit's parts by file: whether it is `taken`, and what would `turn` that; nothing if the place was written to. */
  const edits = [];

  const changed = (at, changes, effect) => at.update({ changes, effects: part.of(effect), annotations: isolateHistory.of("full") });

  /** Brings the file's part of an edit to where the others are; whether that could be done. */
  function turn(name, edit, taken) {
    let found;
    (taken ? redo : undo)({ state: state(name), dispatch: (transaction) => { found = transaction; } });
    if (!found || partOf(found, edit)?.taken !== taken) {
      const { turn } = edit.get(name);
      if (!turn) return false;
      found = changed(state(name), turn, { edit, taken });
    }
    take(name, found);
    return true;
  }

  return {
    /** Edits files: names and changes. */
    edit(files) {
      const edit = new Map(files.map(({ name }) => [name, { taken: true }]));
      edits.push(edit);
      for (const { name, changes } of files) take(name, changed(state(name), changes, { edit, taken: true }));
    },
    /** Something is done to a file. */
    follow(name, transaction) {
      for (const edit of edits) {
        const own = edit.get(name);
        if (!own) continue;
        const told = partOf(transaction, edit);
        if (told) {
          own.turn = transaction.changes.invert(transaction.startState.doc);
          if (own.taken === told.taken) continue;
          own.taken = told.taken;
          const others = [...edit.keys()].filter((other) => edit.get(other).taken !== told.taken);
          // All are there before the first is followed, or each would turn the others.
          for (const other of others) edit.get(other).taken = told.taken;
          const kept = others.filter((other) => !turn(other, edit, told.taken));
          for (const other of kept) edit.get(other).taken = !told.taken;
          turned(told.taken, [name, ...others.filter((other) => !kept.includes(other))], kept);
        } else if (transaction.docChanged && own.turn) {
          let same = false;
          own.turn.iterChangedRanges((from, to) => {
            same ||= Boolean(transaction.changes.touchesRange(from, to));
          });
          own.turn = same ? undefined : own.turn.map(transaction.changes);
        }
      }
    },
    /** A file has another name, or none. */
    rename(name, to) {
      for (const edit of edits) {
        const own = edit.get(name);
        edit.delete(name);
        if (own && to !== undefined) edit.set(to, own);
      }
    },
    forget: () => edits.splice(0),
  };
}
