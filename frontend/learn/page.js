// The cheat sheet as a page of its own, in the look of the other pages of
// prose: no scripts, and made for paper.

import { escape } from "../embed/guide.mjs";
import { parse } from "./markdown.js";

const TEXTS = {
  en: { tag: "en", title: "Go escape analysis: cheat sheet", site: "Escapade", other: ["cheatsheet.zh.html", "zh-Hans", "简体中文"] },
  zh: { tag: "zh-Hans", title: "Go 逃逸分析速查表", site: "Escapade", other: ["cheatsheet.html", "en", "English"] },
};

const pieces = (inner) => inner.map((piece) => {
  if (typeof piece === "string") return escape(piece);
  switch (piece.kind) {
    case "code": case "claim": return `<code>${escape(piece.code)}</code>`;
    case "strong": return `<strong>${pieces(piece.inner)}</strong>`;
    case "em": return `<em>${pieces(piece.inner)}</em>`;
    default: return `<a href="${escape(piece.address.replace(/^#/, "./#"))}">${pieces(piece.inner)}</a>`;
  }
}).join("");

/** The links that a paragraph ends with are of no use on paper. */
const sentence = (inner) => {
  let end = inner.length;
  while (end > 0 && (inner[end - 1].kind === "link" || /^[\s,，、]+$/.test(inner[end - 1]))) end -= 1;
  return end < inner.length ? `${pieces(inner.slice(0, end))}<span class="links">${pieces(inner.slice(end))}</span>` : pieces(inner);
};

const row = (tag, cells) => `<tr>${cells.map((cell) => `<${tag}>${sentence(cell)}</${tag}>`).join("")}</tr>`;

const block = ({ kind, level, inner, items, text, head, rows }) => {
  switch (kind) {
    case "heading": return `<h${level}>${pieces(inner)}</h${level}>`;
    case "quote": return `<blockquote><p>${pieces(inner)}</p></blockquote>`;
    case "list": return `<ul>\n${items.map((item) => `<li>${sentence(item)}</li>`).join("\n")}\n</ul>`;
    case "program": return `<pre tabindex="0"><code>${escape(text)}</code></pre>`;
    case "table": return `<div class="wide" tabindex="0"><table>\n<thead>${row("th", head)}</thead>\n<tbody>\n${rows.map((cells) => row("td", cells)).join("\n")}\n</tbody></table></div>`;
    default: return `<p>${pieces(inner)}</p>`;
  }
};

/** The page for Markdown `text`. */
export function page(text, lang) {
  const { tag, title, site, other: [address, otherTag, otherName] } = TEXTS[lang];
  return `<!doctype html>
<html lang="${tag}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
  <title>${escape(title)}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="${escape(title)}">
  <meta name="referrer" content="no-referrer">
  <link rel="icon" href="icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="privacy.css">
</head>
<body class="sheet">
  <nav><a href="./">${site}</a><a href="${address}" lang="${otherTag}" hreflang="${otherTag}">${otherName}</a></nav>
  <main>
    <h1>${escape(title)}</h1>
${parse(text).map(block).join("\n")}
  </main>
</body>
</html>
`;
}
