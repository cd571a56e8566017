// A key and its verdict in one frame.
//
// The worker answers a few milliseconds after a key press, but Chromium takes
// no message between a key that changes the page and the frame that shows it;
// that frame is made at once, and the verdict has to wait for the next. So
// the change that a key makes is held back while the worker is at it: nothing
// of the page changes, no frame is asked for, and messages come through. With
// the answer, or after PATIENCE, the change is made, and what the answer says is
// drawn in the same task and the same frame. The key is not seen later than
// before: one frame is made for it instead of two.
//
// Nobody sees the state without the change: whoever asks for it, an event, a
// command, a timer or a test, has the change made first. Held back is only what
// is typed after a pause and where the worker has nothing else to do, and where
// the answer does not come in time, soon nothing is tried any more.

import { EditorView } from "@codemirror/view";

/** How long a change waits for its verdict at most, in milliseconds. */
const PATIENCE = 6;

/**
 * How long ago the last change has to be, in milliseconds: what that asked the page
 * to draw must be drawn. While a frame is on its way, messages and timers wait for it.
 */
const REST = 50;

/** In a longer text, in UTF-16 units, a change is analysed after a pause (src/editor/controller.rs). */
const SMALL = 1 << 16;

/** For how many keys it is not tried again, at most. */
const LONGEST = 256;

/** Only Chromium makes messages wait, and only it has this. Keyboards on glass talk to the text itself. */
const waits = globalThis.navigator?.userAgentData?.mobile === false;

/** Keys that change a text besides letters. */
const KEYS = ["Enter", "Backspace", "Delete"];

/** Events that look at what is drawn before they ask for the state; a key comes before what it does. */
const EVENTS = ["compositionstart", "pointerdown", "mousedown", "dragstart", "drop"];
/** Before anybody keeps the text because the page is left. */
const LEAVING = ["pagehide", "visibilitychange"];

/** A view that can hold a change back. */
export class HoldingView extends EditorView {
  /** The transaction that waits. */
  held;
  /** Whether no frame is to be asked for, and whether one is to be afterwards. */
  still = false;
  wanted = false;

  get state() {
    this.land();
    return super.state;
  }

  measure(flush) {
    this.land();
    super.measure(flush);
  }

  /** The editor asks for this with every key, in case something has changed. */
  requestMeasure(request) {
    if (this.still && !request) this.wanted = true;
    else super.requestMeasure(request);
  }

  /** Makes the change that is held back. */
  land() {
    const { held } = this;
    if (!held) return;
    this.held = undefined;
    this.stir();
    this.dispatch(held);
  }

  /** Frames may be asked for again. */
  stir() {
    this.still = false;
    if (this.wanted) super.requestMeasure();
    this.wanted = false;
  }
}

/** When changes are held back, and how; `ahead` is told that one is, and has its text analysed. */
export function holding(ahead) {
  /** When the last change was made; whether its answer has come. */
  let changed = -REST;
  let answered = false;
  /** Whether what the last key does may be held back; how long. */
  let ready = false;
  let timer;
  /** Whether a change was held back, and not for too long. */
  let trying = false;
  /** How often in a row an answer did not come in time, and how many keys are not tried for that. */
  let failures = 0;
  let skip = 0;

  const may = (view, event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
    if (!waits || !answered || performance.now() - changed < REST || isComposing || view.compositionStarted) return false;
    if (ctrlKey || altKey || metaKey || (key.length > 1 && (shiftKey || !KEYS.includes(key)))) return false;
    const { state } = view;
    if (state.readOnly || state.doc.length >= SMALL || !state.selection.ranges.every((range) => range.empty)) return false;
    if (skip === 0) return true;
    skip -= 1;
    return false;
  };
  const press = (view, event) => {
    view.land();
    view.stir();
    clearTimeout(timer);
    ready = may(view, event);
    if (!ready) return;
    view.still = true;
    timer = setTimeout(() => {
      ready = false;
      if (view.held) {
        trying = false;
        failures += 1;
        skip = Math.min(2 ** failures, LONGEST);
      }
      view.land();
      view.stir();
    }, PATIENCE);
  };
  const hold = (view, transaction) => {
    ready = false;
    if (!transaction.docChanged) {
      view.stir();
      view.dispatch(transaction);
      return;
    }
    view.held = transaction;
    trying = true;
    ahead();
    // What the change leads to is found out while there is time.
    void transaction.state;
  };

  return {
    /** Runs a command whose one transaction is held back, if that may be: whether it was run. */
    command: (run) => (view) => ready && run(Object.create(view, {
      dispatch: { value: (transaction) => hold(view, transaction) },
      land: { value: () => view.land() },
    })),
    /** Types `text` like that: whether it was typed. */
    type(view, text) {
      if (!ready) return false;
      const { state } = view;
      hold(view, state.update(state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true }));
      return true;
    },
    /** The text has changed. */
    changed() {
      changed = performance.now();
      answered = false;
    },
    /** The answer about the text as it is has come. */
    answered() {
      if (trying) failures = 0;
      trying = false;
      answered = true;
    },
    /** Has changes made before what could get in their way, until what is given back is called. */
    watch(view) {
      const land = () => view.land();
      view.dom.addEventListener("keydown", (event) => press(view, event), true);
      for (const event of EVENTS) view.dom.addEventListener(event, land, true);
      for (const event of LEAVING) addEventListener(event, land, true);
      return () => {
        for (const event of LEAVING) removeEventListener(event, land, true);
      };
    },
  };
}
