// What the site does with programs that come and go: links, files, and the
// dialog that makes them. Loaded when it is first wanted.

import css from "./dialog.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

export { share } from "./dialog.js";
export { keys } from "./keys.js";
export { read as readLink } from "./link.js";
export { choose, read as readFiles } from "./open.js";
