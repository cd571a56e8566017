// A program with its verdicts as one file of HTML: readable without scripts,
// asks nobody for anything. Its policy allows its own style sheet and nothing
// else, so what is in the program cannot become more than text.

import { gcLines, stops } from "../way/tell.js";
import { escape } from "./text.js";
import css from "./page.css";

/** Text in which code stands between backticks. */
const prose = (text) => text.split("`").map((part, index) => (index % 2 ? `<code>${escape(part)}</code>` : escape(part))).join("");

const shape = ({ kind, path }, assumed) =>
  `<svg class="is-${kind}${assumed ? " is-assumed" : ""}" viewBox="0 0 16 16" aria-hidden="true"><path d="${escape(path)}"/></svg>`;

const list = (tag, items) => (items.length ? `<${tag}>${items.map((item) => `<li>${item}</li>`).join("")}</${tag}>` : "");

const operation = ({ at, text, why }) => `<span class="at">${escape(at)}</span> <code>${escape(text)}</code> ${escape(why)}`;

/** A sentence of ../way: pieces, of which some are code. */
const sentence = (pieces) => pieces.map(({ code, text }) => (code ? `<code lang="en">${escape(text)}</code>` : escape(text))).join("");

/** A place of file `number`, which leads to its line; one of another file is only said. */
const place = (at, number) => {
  const [, line] = /^(\d+):\d+$/.exec(at) ?? [];
  return line ? `<a class="at" href="#f${number}l${line}">${escape(at)}</a>` : `<span class="at">${escape(at)}</span>`;
};

/** The way of a value, step by step. */
const steps = (way, number) =>
  list("ol", stops(way).map(({ clauses }) => clauses.map(({ pieces, at }, nth) =>
    `<p>${sentence(pieces)}${nth && clauses[nth - 1].at === at ? "" : ` ${place(at, number)}`}</p>`).join("")));

function card({ shape: mark, assumed, name, what, says, copies, gc }, way, number, say) {
  const lines = [...gc, ...(way ? gcLines(way) : [])];
  return [
    `<h4>${shape(mark, assumed)} <code>${escape(name)}</code> <small>${escape(what)}</small></h4><p>${escape(says)}</p>`,
    copies ? `<p>${prose(copies.says)}</p>${list("ul", copies.sites.map(operation))}` : "",
    assumed ? `<p><em>${escape(assumed)}</em></p>` : "",
    way ? `<h5>${say("path")}</h5>${steps(way, number)}` : "",
    lines.length ? `<details class="gc"><summary>${say("gc")}</summary><pre lang="en">${escape(lines.join("\n"))}</pre></details>` : "",
  ].join("");
}

function asserted({ shape: mark, written, claim, says, sites }) {
  return `<h4>${shape(mark)} <code>${escape(written)}</code></h4><p>${prose(claim)} ${escape(says)}</p>${list("ul", sites.map(operation))}`;
}

/** Why a line has its mark. */
function why([line, title, { errors, notes, asserted: all, cards }, ways], number, say) {
  const id = `f${number}l${line}`;
  return `<section id="${id}-why"><h3><a href="#${id}">${escape(title)}</a></h3>${[
    ...errors.map((error) => `<pre class="is-error" lang="en">${escape(error)}</pre>`),
    ...notes.map((note) => `<p>${shape(note.shape)} ${escape(note.text)}</p>`),
    ...all.map((one) => asserted(one)),
    ...cards.map((one, index) => card(one, ways[index], number, say)),
  ].join("")}</section>`;
}

function code({ name, text, marks, explanations }, number, say) {
  const at = new Map(marks.map((mark) => [mark.line, mark]));
  const explained = new Set(explanations.map(([line]) => line));
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line, index) => {
    const mark = at.get(index + 1);
    const id = `f${number}l${index + 1}`;
    const words = mark && `${shape({ kind: mark.kind, path: mark.shape }, mark.assumed)}<span>${escape(mark.text || mark.label)}</span>`;
    const said = !mark ? "" : explained.has(mark.line)
      ? ` <a class="words is-${mark.kind}" href="#${id}-why">${words}</a>` : ` <span class="words is-${mark.kind}">${words}</span>`;
    return `<li id="${id}"><code>${escape(line) || " "}</code>${said}</li>`;
  });
  const reasons = explanations.map((one) => why(one, number, say)).join("\n");
  return `<h2><code>${escape(name)}</code></h2>\n<ol class="code">\n${lines.join("\n")}\n</ol>\n${reasons ? `<details open><summary>${say("why")}</summary>\n${reasons}\n</details>` : ""}`;
}

/** The page. `files` have their marks and explanations, `release` is the compiler's. */
export async function page({ title, files, release, link, words: say }) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(css)));
  const hash = btoa(String.fromCharCode(...digest));
  return `<!doctype html>
<html lang="${say.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
<p>${escape(say("made", release))}${link ? ` <a href="${escape(link)}">${escape(say("opensIn"))}</a>` : ""}</p>
<p class="legend">${escape(say("legend"))}</p>
${files.map((file, index) => code(file, index + 1, say)).join("\n")}
</main>
</body>
</html>
`;
}
