// What a first visit shows before any program runs: the page as the app draws
// it, with the first example, in both languages. It is made of what the app's
// is made of, when the site is built: the words are read from its sources, the
// example is that of `public/examples`. Nothing here can be operated yet but
// links; `e2e/first.test.mjs` holds it against what the app draws in its place.
//
// `public/first.js` says, before anything is drawn, which language is shown and
// whether the reader is going to see another document.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = (path) => readFile(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), "utf8");

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** A text with its code, which is between backticks, set as code. */
const prose = (text) => escape(text).split("`").map((piece, index) => (index % 2 ? `<code>${piece}</code>` : piece)).join("");

/** All that a pattern finds, each of which has to be there. */
function found(text, pattern, count, what) {
  const all = [...text.matchAll(pattern)].map((match) => match.slice(1));
  if (all.length !== count) throw new Error(`${what} is no longer where the first page looks for it`);
  return all;
}

/** The app's words, by key and language, and what it draws. */
async function app() {
  const [ui, header, status, parts] = await Promise.all(["i18n/ui.rs", "app/header.rs", "app/status.rs", "app/state/parts.rs"].map(source));
  const words = { en: {}, zh: {} };
  for (const [, key, en, zh] of ui.matchAll(/^ {4}(\w+): ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*");$/gm)) {
    words.en[key] = JSON.parse(en);
    words.zh[key] = JSON.parse(zh);
  }
  const [[newest]] = found(parts, /GO_VERSIONS: RangeInclusive<u32> = \d+\.\.=(\d+)/g, 1, "the newest version of Go");
  return {
    words,
    newest,
    panes: found(parts, /\[(Self::Verdicts(?:, Self::\w+)*)\]/g, 1, "the list of panes")[0][0].split(", ").map((pane) => pane.slice(6)),
    logo: found(header, /<path class="(logo-\w+)" d="([^"]+)"/g, 2, "the logo"),
    themes: found(header, /Theme::\w+ => (?:\{\s*)?"(M[^"]+)"/g, 3, "a theme's picture"),
    release: found(status, /<code>\{ "([^"]+)" \}/g, 1, "the release")[0][0],
  };
}

const picture = (attributes, paths) => `<svg ${attributes} aria-hidden="true">${paths}</svg>`;

/** The page in one language. */
function draw({ words, newest, panes, logo, themes, release }, { lang, tag }, examples, about, text) {
  const t = new Proxy(words[lang], {
    get(all, key) {
      if (!(key in all)) throw new Error(`the app has no text ${String(key)}`);
      return escape(all[key]);
    },
  });
  const [first] = examples;
  const button = (name, attributes = "") => `<button type="button" disabled ${attributes}>${name}</button>`;
  const entry = (address, section, title, here) =>
    `<li><a href="${address}"${here ? ' aria-current="page"' : ""}><span class="section">${section}</span><span>${escape(title.replaceAll("`", ""))}</span></a></li>`;
  const group = (heading, prefix) => `<h2>${heading}</h2><ul>${examples
    .filter(({ section }) => section.startsWith("table.") === (prefix !== ""))
    .map(({ slug, section, title, files }) => entry(`#example=${slug}/${files[0].name}`, section.slice(prefix.length), title[lang], slug === first.slug))
    .join("")}</ul>`;
  const languages = [["EN", "en"], ["中文", "zh-Hans"]];
  return `<div class="first" lang="${tag}">
<header class="bar"><h1 class="brand">${picture('class="logo" viewBox="0 0 32 32"', logo.map(([name, d]) => `<path class="${name}" d="${d}"></path>`).join(""))}Escapade</h1><p class="tagline">${t.Tagline}</p>
${button("?", 'class="keys-button" aria-hidden="true"')}
<div class="switch" aria-hidden="true">${languages.map(([name, of]) => button(name, `lang="${of}" aria-pressed="${of === tag}"`)).join("")}</div>
<div class="switch" aria-hidden="true">${themes.map(([d]) => button(picture('viewBox="0 0 20 20"', `<path d="${d}"></path>`), 'class="icon"')).join("")}</div></header>
<div class="layout is-code">
<nav class="examples" aria-label="${t.Examples}">${button(t.Examples, 'class="unfold"')}
<div class="examples-list"><ul>${entry("#scratch", "+", words[lang].OwnProgram)}</ul>${button(t.OpenFiles, 'class="open-files"')}${group(t.ExamplesScenarios, "")}${group(t.ExamplesTable, "table.")}</div></nav>
<main><div class="about"><h2>${prose(first.title[lang])}</h2><p>${prose(about.summary[lang])}</p>${about.changed ? `<p class="changed"><strong>${t.Changed}</strong>${prose(about.changed[lang])}</p>` : ""}
<div class="about-tools">${button(t.AboutMore, 'class="about-more"')}<div class="switch versions">${first.files.map(({ label }, index) => button(escape(label[lang]), `aria-pressed="${index === 0}"`)).join("")}</div>
<select class="go" disabled aria-label="${t.GoVersion}"><option>-lang=go1.${newest}</option></select>${button(t.Share, 'class="share-button"')}</div></div>
<div class="editor"><pre class="editor-first"><span class="editor-numbers" aria-hidden="true">${text.split("\n").map((_, index) => index + 1).join("\n")}</span><span>${escape(text)}</span></pre></div></main>
<section class="results" aria-label="${t.Results}"><div class="tabs" aria-hidden="true">${panes.map((pane, index) => button(t[`Pane${pane}`], `aria-selected="${index === 0}"`)).join("")}</div></section></div>
<nav class="sides" aria-label="${t.Sides}">${button(t.Code, 'aria-pressed="true"')}${button(t.Results, 'aria-pressed="false"')}</nav>
<footer class="status"><p class="summary"><span class="spinner"></span>${t.Analysing}</p><p class="release"><code>${escape(release)}</code>
<label class="flag"><input type="checkbox" disabled>${t.NoInlining}</label><span>${t.ReleaseNote} ${t.Private}</span> <a href="${lang === "en" ? "privacy.html" : "privacy.zh.html"}">${t.PrivacyPage}</a></p></footer>
</div>`;
}

/** Puts the first example into the text of the built `index.html` in `dir`. */
export async function withFirst(page, dir) {
  const examples = JSON.parse(await readFile(join(dir, "examples/index.json"), "utf8"));
  const [{ slug, files: [{ name }] }] = examples;
  const about = JSON.parse(await readFile(join(dir, "examples", slug, "about.json"), "utf8"));
  const text = await readFile(join(dir, "examples", slug, name), "utf8");
  const parts = await app();
  // No text of it ends the element.
  const data = JSON.stringify({ index: examples, slug, name, about, text }).replaceAll("<", "\\u003c");
  const drawn = [{ lang: "en", tag: "en" }, { lang: "zh", tag: "zh-Hans" }].map((language) => draw(parts, language, examples, about, text));
  const change = (text, what, by) => {
    if (!text.includes(what)) throw new Error(`index.html has no ${what}`);
    return text.replace(what, () => by);
  };
  return [
    ['data-document=""', `data-document="${escape(`${slug}/${name}`)}"`],
    ["</head>", `<script type="application/json" id="first">${data}</script>\n</head>`],
    ["</noscript>", `</noscript>\n${drawn.join("\n")}`],
  ].reduce((text, [what, by]) => change(text, what, by), page);
}
