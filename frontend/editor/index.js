// The editor as the site sees it: one function that mounts CodeMirror into a
// shadow root and gives back a handle. Everything that is said in a human
// language comes in from outside; offsets are CodeMirror's own (UTF-16 units).
//
// The shadow root is what lets the page keep a Content-Security-Policy without
// 'unsafe-inline': in one, CodeMirror's style module uses adoptedStyleSheets.

import {
  defaultKeymap, deleteCharBackward, deleteCharForward, history, historyKeymap, indentWithTab, insertNewlineAndIndent, isolateHistory,
} from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, ViewPlugin, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers, rectangularSelection,
} from "@codemirror/view";

import { folding } from "./folding.js";
import { goLanguage } from "./go.js";
import { HoldingView, holding } from "./hold.js";
import { changedSince, drawing, marked, setVerdicts, verdicts } from "./marks.js";
import { fitting, theme } from "./theme.js";
import { width } from "./width.js";

/** Keys of what extras.js brings, which work before it is here, too. */
const EXTRA_KEYS = ["Mod-f", "F3", "Mod-g", "Mod-Shift-l", "Mod-Alt-g", "Mod-d", "Mod-Shift-m", "F8"];

/** How long typing has to pause before a way is drawn, in milliseconds. */
const PAUSE = 400;

const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200));

/** Draws a function's memory in `host`: see ../memory/picture.js. */
export const picture = async (host, drawn) => (await import("./extras.js")).picture(host, drawn);

/** Tells the way of a value in `host`: see ../way/list.js. */
export const tell = async (host, way) => (await import("./extras.js")).tell(host, way);

/**
 * @param {HTMLElement} host the element that gets the shadow root
 * @param {{label: string, phrases: [string, string][], folded?: string}} words `folded`: what stands for $ folded lines
 * @param {{changed(): void, cursor(line: number): void, picked(line: number): void, hovered(line: number): void,
 *   text?(name: string): string | undefined, behind?(name: string, text: string): void, ahead?(version: number): void}} events
 *   `text`: that of a file which was not shown yet; `behind`: a file that is not shown has another text, before `changed`;
 *   `ahead`: there is going to be a version, soon before `changed`; its text is `coming()`
 * @param {{fit?: boolean, folds?: string | null, unfold?: boolean | ((count: number) => string)}} options
 *   `fit`: as high as its text; `folds`, `unfold`: which lines are shown at first, and what the buttons say, if not `folded`
 */
export function mount(host, words, events, { fit = false, folds, unfold } = {}) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const language = new Compartment();
  const extras = new Compartment();
  /** The module extras.js, when it is here; a promise of it from when it was first wanted. */
  let here;
  let wanted;
  let version = 0;
  /** When the text last changed, and what then waits to be drawn. */
  let typed = -PAUSE;
  let pending;
  let line = 0;
  let current = words;
  /** The file that is shown, and how others were left, by name. */
  let shown = "";
  const others = new Map();
  /** Edits of several files (see joint.js), when there was one. */
  let joint;
  /** Whether another file than the one that is shown has changed. */
  let behind = false;

  const want = () => {
    wanted ??= import("./extras.js").then((module) => {
      here = module;
      view.dispatch({ effects: extras.reconfigure(here.extension) });
    }, () => {
      // No network: another key or error tries again.
      wanted = undefined;
    });
    return wanted;
  };
  const waiting = keymap.of(EXTRA_KEYS.map((key) => ({
    key,
    preventDefault: true,
    run: (view) => {
      want().then(() => here?.press(view, key));
      return true;
    },
  })));

  const held = events.ahead && holding(() => events.ahead(version + 1));
  const spoken = ({ label, phrases }) => [
    EditorState.phrases.of(Object.fromEntries(phrases)),
    // Focusable as it is; the attribute says so to those who look for one.
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
  // A plugin hears of a change before the editor draws it, which takes longer
  // than all else that is done for a key press: the analysis begins meanwhile.
  const handOn = ViewPlugin.define(() => ({
    update({ docChanged, transactions }) {
      if (joint) for (const transaction of transactions) joint.follow(shown, transaction);
      if (!docChanged && !behind) return;
      behind = false;
      version += 1;
      typed = performance.now();
      held?.changed();
      try {
        events.changed();
      } catch (error) {
        // Thrown from here it would end the plugin.
        reportError(error);
      }
    },
  }));
  const watch = EditorView.updateListener.of((update) => {
    if (update.docChanged || update.selectionSet) {
      const { doc, selection } = update.state;
      const now = doc.lineAt(selection.main.head).number;
      if (now !== line) {
        line = now;
        events.cursor(line);
      }
    }
  });
  /** Asks where something is declared: F12, or a click with the platform's key. */
  const define = events.define ? [
    keymap.of([{
      key: "F12",
      run({ state }) {
        events.define(state.selection.main.head);
        return true;
      },
    }]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at === null) return false;
        event.preventDefault();
        events.define(at);
        return true;
      },
    }),
  ] : [];
  const fresh = (doc) => EditorState.create({
    doc,
    extensions: [
      // Only "\n" ends a line, as in gc's scanner, so the text comes out as it went in.
      EditorState.lineSeparator.of("\n"),
      EditorState.tabSize.of(4),
      indentUnit.of("\t"),
      lineNumbers(),
      verdicts(events),
      highlightSpecialChars({ render: specialChar, addSpecialChars: /\r/ }),
      history(),
      drawSelection(),
      dropCursor(),
      rectangularSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      goLanguage,
      define,
      held ? keymap.of([
        { key: "Enter", run: held.command(insertNewlineAndIndent) },
        { key: "Backspace", run: held.command(deleteCharBackward) },
        { key: "Delete", run: held.command(deleteCharForward) },
      ]) : [],
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      extras.of(here ? here.extension : waiting),
      language.of(spoken(current)),
      // The first of two that say something wins.
      fit ? fitting : [],
      theme,
      width,
      unfold ? folding(folds, unfold === true ? (count) => current.folded.replace("$", count) : unfold) : [],
      typing(held),
      handOn,
      watch,
    ],
  });

  const view = new HoldingView({ state: fresh(""), root, parent: root });
  const unwatch = held?.watch(view);
  const stateOf = (name) => (name === shown ? view.state : (others.get(name)?.state ?? fresh(events.text(name))));
  const take = (name, transaction) => {
    if (name === shown) {
      view.dispatch(transaction);
      return;
    }
    others.set(name, { top: 0, ...others.get(name), state: transaction.state });
    joint.follow(name, transaction);
    behind = true;
    events.behind(name, transaction.state.doc.toString());
  };
  const told = (taken, files, kept) => host.dispatchEvent(new CustomEvent("joint", { detail: { taken, files, kept } }));
  /** An edit that was offered: one step to undo. Whether the texts are still those that it is for. */
  async function fix(files) {
    const [{ name, changes }] = files;
    const alone = files.length === 1 && name === shown;
    if (!alone) {
      await want();
      joint ??= here.joints({ state: stateOf, take, turned: told });
    }
    const textOf = (name) => (name === shown || others.has(name) ? stateOf(name).doc.toString() : events.text(name));
    if (files.some(({ name, text }) => textOf(name) !== text)) return false;
    if (alone) {
      view.dispatch({ changes, annotations: isolateHistory.of("full"), scrollIntoView: true });
    } else {
      for (const { name } of files) {
        if (name !== shown) others.set(name, { top: 0, ...others.get(name), state: stateOf(name).update({ effects: extras.reconfigure(here.extension) }).state });
      }
      // The one that is shown comes last, with which all are handed on; also if nothing changes in it, so that it can undo the edit.
      const own = files.find((file) => file.name === shown) ?? { name: shown, changes: [] };
      joint.edit([...files.filter((file) => file.name !== shown), own]);
    }
    view.focus();
    return true;
  }
  host.addEventListener("fix", ({ detail }) => {
    detail.done = fix(detail.files);
  });

  return {
    /** See hold.js. */
    land: () => view.land(),
    /** The text with what is held back. */
    coming: () => view.held?.newDoc.toString(),
    version() {
      view.land();
      return version;
    },
    text: () => view.state.doc.toString(),
    length: () => view.state.doc.length,
    from: () => view.state.selection.main.from,
    to: () => view.state.selection.main.to,
    /** Another document: a new undo history. */
    open(text, name = "") {
      view.land();
      version += 1;
      line = 1;
      others.clear();
      joint?.forget();
      shown = name;
      view.setState(fresh(text));
      view.scrollDOM.scrollTop = 0;
    },
    /** Another file of the document, as it was left; `text` if it was not shown before. */
    turn(name, text) {
      others.set(shown, { state: view.state, top: view.scrollDOM.scrollTop });
      const { state, top } = others.get(name) ?? { state: fresh(text), top: 0 };
      others.delete(name);
      shown = name;
      view.setState(state);
      // Since then the language may have changed, and the extras may have come.
      view.dispatch({ effects: [language.reconfigure(spoken(current)), extras.reconfigure(here?.extension ?? waiting)] });
      view.scrollDOM.scrollTop = top;
      line = state.doc.lineAt(state.selection.main.head).number;
      events.cursor(line);
    },
    /** Other text for a file, whose text is `old`: undo brings that back. */
    replace(text, name = shown, old = "") {
      view.land();
      const all = ({ doc }) => ({ changes: { from: 0, to: doc.length, insert: text } });
      if (name === shown) {
        view.dispatch(all(view.state));
      } else {
        const { state, top } = others.get(name) ?? { state: fresh(old), top: 0 };
        const transaction = state.update(all(state));
        others.set(name, { state: transaction.state, top });
        joint?.follow(name, transaction);
        version += 1;
      }
    },
    rename(name, to) {
      if (name === shown) shown = to;
      if (others.has(name)) others.set(to, others.get(name));
      others.delete(name);
      joint?.rename(name, to);
    },
    remove(name) {
      others.delete(name);
      joint?.rename(name);
    },
    /** See marks.js. */
    changed(number) {
      const lines = changedSince(view.state, number);
      return lines && Uint32Array.from(lines);
    },
    /**
     * Draws verdicts and errors, unless the text has moved on since they were made:
     * then 0, and else the number of this drawing.
     */
    show(forVersion, findings) {
      if (forVersion !== version) return 0;
      held?.answered();
      const errors = () => here?.markErrors(view.state, findings.errors);
      if (here) {
        view.dispatch(setVerdicts(view.state, findings), errors());
        return drawing(view.state);
      }
      view.dispatch(setVerdicts(view.state, findings));
      const load = () => want().then(() => {
        if (here && forVersion === version) view.dispatch(errors());
      });
      if (findings.errors.length > 0) load();
      else whenIdle(load);
      return drawing(view.state);
    },
    /** Draws the way of a value, or none, unless the text has moved on; while one types, when typing pauses. */
    way(forVersion, way) {
      clearTimeout(pending);
      if (forVersion !== version || (!way && !here)) return;
      const draw = () => want().then(() => {
        if (here && forVersion === version) here.draw(view, way);
      });
      const wait = way ? PAUSE - (performance.now() - typed) : 0;
      if (wait > 0) pending = setTimeout(draw, wait);
      else draw();
    },
    reveal(from, to) {
      const end = view.state.doc.length;
      view.dispatch({
        selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
        effects: EditorView.scrollIntoView(Math.min(from, end), { y: "nearest", yMargin: 80 }),
      });
      view.focus();
    },
    focus: () => view.focus(),
    /** Goes to the next verdict, or to the one before, and says it to who cannot see it. */
    step(back) {
      const found = marked(view.state, back);
      if (!found) return;
      const { from, mark } = found;
      const line = view.state.doc.lineAt(from);
      view.dispatch({
        selection: { anchor: from + /^\s*/.exec(line.text)[0].length },
        effects: [EditorView.scrollIntoView(from, { y: "nearest", yMargin: 80 }), EditorView.announce.of(`${line.number}: ${mark.text || mark.label}`)],
      });
      view.focus();
    },
    /** Puts the cursor on a line and shows it. */
    line(number) {
      const { doc } = view.state;
      const { from } = doc.line(Math.max(1, Math.min(number, doc.lines)));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    speak(words) {
      current = words;
      view.dispatch({ effects: language.reconfigure(spoken(words)) });
      for (const fold of root.querySelectorAll(".cm-fold")) {
        if (words.folded) fold.textContent = words.folded.replace("$", fold.dataset.count);
      }
    },
    destroy() {
      view.land();
      unwatch?.();
      view.destroy();
    },
  };
}

/**
 * Typing without the browser's help. What is typed over a selection: Chromium would
 * keep the look of what it removes in a style attribute, which the page's
 * Content-Security-Policy refuses and reports. And a letter that may be held back.
 */
const typing = (held) => EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { inputType, data } = event;
    if (inputType !== "insertText" || !data || view.composing || state.readOnly) return false;
    if (state.selection.ranges.every((range) => range.empty)) {
      // What replaces something, as an accent from a menu does, is not typed at the cursor.
      const plain = data.length === 1 && event.getTargetRanges().every((range) => range.collapsed);
      return Boolean(plain && held?.type(view, data));
    }
    view.dispatch(state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/** A carriage return is shown faintly: it is part of the text, but not in the way. */
function specialChar(code, description, placeholder) {
  const span = document.createElement("span");
  span.className = code === 13 ? "cm-return" : "cm-specialChar";
  span.textContent = code === 13 ? "␍" : placeholder;
  span.title = description;
  span.setAttribute("aria-label", description);
  return span;
}
