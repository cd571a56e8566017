// The picture's style sheet, which comes with it: nobody needs it before. A
// constructed sheet, because the page's policy allows no other from a script.

const SHEET = `
.memory { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 64px; padding: 8px 12px 16px; }
.memory > svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: visible; }
.memory h3 { margin: 4px 0 6px; font-size: 12.5px; color: var(--soft); }
.memory h4 { margin: 10px 0 4px; font-size: 12px; font-weight: 400; color: var(--soft); overflow-wrap: anywhere; }
.memory p { color: var(--faint); font-size: 13px; }
.region + .region { margin-top: 14px; }
.region li + li { margin-top: 6px; }
.cell { display: flex; flex-direction: column; align-items: flex-start; width: 100%; padding: 4px 8px; border-radius: 6px; border-left-width: 3px; text-align: left; line-height: 1.4; overflow-wrap: anywhere; }
.cell:disabled { cursor: default; color: inherit; }
.is-frame .cell { border-left-color: var(--stack); }
.is-heap .cell { border-left-color: var(--heap); }
.is-captured .cell, .is-caller .cell, .is-elsewhere .cell { border-style: dashed; }
.region.is-frame, .region.is-heap, .region.is-captured, .region.is-caller, .region.is-elsewhere { color: var(--ink); }
.cell-name { font-weight: 600; }
.cell-type, .cell-size { font-size: 12px; color: var(--soft); font-weight: 400; }
.cell-to { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pointer { fill: none; stroke: var(--faint); stroke-width: 1.4; opacity: 0.85; }
.pointer-head { fill: var(--faint); }
.pointer.is-heap { stroke: var(--heap); }
.pointer-head.is-heap { fill: var(--heap); }
.pointer.is-frame { stroke: var(--stack); }
.pointer-head.is-frame { fill: var(--stack); }
.pointer.is-on { stroke-width: 2.6; opacity: 1; }
@media (max-width: 480px) { .memory { gap: 44px; padding-inline: 8px; } .cell { padding-inline: 6px; } }
@media (forced-colors: active) { .pointer { stroke: CanvasText; } .pointer-head { fill: CanvasText; } }
`;

let sheet;

/** Adds the style sheet to a document, once. */
export function style(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
