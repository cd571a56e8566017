// How wide the text is. CodeMirror leaves that to the browser, which for every
// key press looks for the widest line that is drawn, and for that lays out all
// of them another time: the longest single thing that was done for a key. Here
// the width only grows while one types, when a line is drawn that needs more;
// that is read off when everything has been laid out anyway. When nothing has
// been typed for a while it is found anew.

import { EditorView, ViewPlugin } from "@codemirror/view";

/** So much more than is needed, in pixels: not every letter at the end of the longest line makes it wider. */
const ROOM = 80;

/** How long a key press has to be ago before the text may become narrower, in milliseconds. */
const REST = 1_000;

const look = EditorView.theme({
  // CodeMirror sets a basis on the element itself.
  ".cm-content": { flexBasis: "0 !important", minWidth: "var(--widest, 0)" },
});

const plugin = ViewPlugin.define((view) => {
  const { contentDOM, scrollDOM } = view;
  let widest = 0;
  let timer;
  const set = (width) => {
    widest = width;
    scrollDOM.style.setProperty("--widest", `${width}px`);
  };
  /** What the lines that are drawn need, if the text is not as wide. */
  const needed = () => {
    const { offsetWidth, scrollWidth } = contentDOM;
    // Both are rounded.
    return scrollWidth > offsetWidth + 1 ? scrollWidth + ROOM : 0;
  };
  const grow = {
    read: needed,
    write: (width) => width && set(width),
  };
  const anew = () => {
    set(0);
    view.requestMeasure(grow);
  };
  view.requestMeasure(grow);
  return {
    update({ docChanged, transactions }) {
      view.requestMeasure(grow);
      if (!docChanged || !widest) return;
      clearTimeout(timer);
      if (transactions.some((one) => one.isUserEvent("input.type") || one.isUserEvent("delete"))) timer = setTimeout(anew, REST);
      else anew();
    },
    destroy() {
      clearTimeout(timer);
      scrollDOM.style.removeProperty("--widest");
    },
  };
});

export const width = [look, plugin];
