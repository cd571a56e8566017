// Colours and measures of the editor. All colours are the page's custom
// properties, which reach into the shadow root: light and dark need no second
// theme here.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "12px 0 30vh", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 20px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  // The cursor blinks as it would, but the animation begins with its first change: one that runs has the browser
  // make a frame for each key press before it handles it, and the one that shows the key has to wait for the next.
  "&.cm-focused > .cm-scroller > .cm-cursorLayer": { animationDelay: "600ms", animationDirection: "reverse" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection) !important",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 14px", minWidth: "38px" },
  ".cm-activeLine": { backgroundColor: "var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--line)", color: "var(--ink)" },
  ".cm-selectionMatch": { backgroundColor: "var(--match)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--match)", outline: "1px solid var(--faint)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--error)" },
  ".cm-fold": {
    display: "block", margin: "0 0 0 8px", padding: "0 8px", border: "none", background: "none", color: "var(--accent)",
    fontFamily: "var(--sans)", fontSize: "13px", cursor: "pointer",
  },
  ".cm-fold::before": { content: '"⋯ "' },
  ".cm-return": { color: "var(--faint)", opacity: "0.55", fontSize: "0.8em" },
  ".cm-specialChar": { color: "var(--error)" },

  ".cm-verdicts": { width: "24px" },
  ".cm-verdicts .cm-gutterElement": { cursor: "pointer", display: "flex", alignItems: "center", justifyContent: "center" },
  ".cm-shape": { display: "block", width: "14px", height: "14px", fill: "currentColor", overflow: "visible" },
  ".cm-shape.is-none": { fill: "none", stroke: "currentColor", strokeWidth: "2" },
  ".cm-shape.is-assumed": { fill: "none", stroke: "currentColor", strokeWidth: "1.6", strokeDasharray: "2.4 1.8" },
  ".is-heap": { color: "var(--heap)" },
  ".is-stack": { color: "var(--stack)" },
  ".is-leak": { color: "var(--leak)" },
  ".is-small": { color: "var(--small)" },
  ".is-none": { color: "var(--none)" },
  ".is-note": { color: "var(--none)" },
  ".is-held": { color: "var(--stack)" },
  ".is-open": { color: "var(--small)" },
  ".is-error, .is-failed": { color: "var(--error)" },
  ".cm-words": {
    // Another font's line box would make the line higher: everything below would move as words come and go.
    marginLeft: "2.2em", fontFamily: "var(--sans)", fontSize: "0.86em", lineHeight: "1", whiteSpace: "nowrap", cursor: "pointer",
  },
  ".cm-words.is-stack, .cm-words.is-none": { fontWeight: "400" },
  ".cm-words.is-heap, .cm-words.is-error, .cm-words.is-failed": { fontWeight: "600" },
  ".cm-words.is-assumed": { fontStyle: "italic" },
  ".cm-about": { color: "inherit", textDecoration: "underline 2px var(--heap)", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-about.is-small": { color: "inherit", textDecorationColor: "var(--small)", textDecorationStyle: "dashed" },
  ".cm-about.is-leak": { color: "inherit", textDecorationColor: "var(--leak)", textDecorationStyle: "dotted" },

  ".cm-tooltip": {
    backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "8px",
    boxShadow: "var(--shadow)", fontFamily: "var(--sans)", fontSize: "13px", overflow: "hidden",
  },
  ".cm-diagnostic": { padding: "6px 12px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--error)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--edge)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--edge)" },
  ".cm-panel.cm-search": { padding: "8px 36px 8px 12px", fontFamily: "var(--sans)", fontSize: "13px" },
  ".cm-panel.cm-search label": { fontSize: "13px" },
  ".cm-textfield": {
    backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--control)", borderRadius: "6px",
    padding: "4px 8px", fontSize: "13px",
  },
  ".cm-button": {
    backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--control)",
    borderRadius: "6px", padding: "4px 10px", fontSize: "13px",
  },
  ".cm-panel button[name=close]": { color: "var(--ink)", fontSize: "18px", padding: "2px 10px", cursor: "pointer" },
  ".cm-panel :focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-searchMatch": { backgroundColor: "var(--match)", outline: "1px solid var(--faint)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--selection)" },
});

/** For an editor that is as high as its text. */
export const fitting = EditorView.theme({
  "&": { height: "auto" },
  ".cm-content": { padding: "10px 0" },
});

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword], color: "var(--syn-keyword)" },
  { tag: [t.string, t.character, t.escape], color: "var(--syn-string)" },
  { tag: [t.number, t.bool, t.null], color: "var(--syn-number)" },
  { tag: [t.comment, t.lineComment, t.blockComment], color: "var(--syn-comment)", fontStyle: "italic" },
  { tag: [t.typeName, t.standard(t.typeName)], color: "var(--syn-type)" },
  { tag: [t.function(t.definition(t.variableName)), t.function(t.variableName), t.function(t.propertyName)], color: "var(--syn-function)" },
]);

export const theme = [look, syntaxHighlighting(colours)];
