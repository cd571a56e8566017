// The page for authors: how to put a widget on a page, recipe by recipe, in
// both languages. The recipes are files, which the browser tests try.

import { readFile } from "node:fs/promises";

const file = (name) => readFile(new URL(`recipes/${name}`, import.meta.url), "utf8");
export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A recipe with the example program in it, as its place wants it. */
export async function recipe(name) {
  const program = (await file("program.go")).trimEnd();
  const text = await file(`${name}.txt`);
  const as = { html: escape, frame: (text) => encodeURIComponent(`${text}\n`) }[name] ?? ((text) => text);
  return text.replace("PROGRAM", () => as(program));
}

const SECTIONS = [
  ["html", { en: "Plain HTML", zh: "普通 HTML" }, [
    [{ en: "One script per page, as many widgets as you like. Inside <pre><code>, & < > are written &amp; &lt; &gt;.", zh: "每页一个脚本，组件数量不限。在 <pre><code> 里，& < > 要写成 &amp; &lt; &gt;。" }, "html"],
  ]],
  ["hugo", { en: "Hugo shortcode", zh: "Hugo 短代码" }, [
    [{ en: "The file layouts/shortcodes/go-escape.html:", zh: "文件 layouts/shortcodes/go-escape.html：" }, "hugo"],
    [{ en: "In a post:", zh: "在文章里：" }, "hugo-use"],
  ]],
  ["jekyll", { en: "Jekyll include", zh: "Jekyll include" }, [
    [{ en: "The file _includes/go-escape.html:", zh: "文件 _includes/go-escape.html：" }, "jekyll"],
    [{ en: "In a post:", zh: "在文章里：" }, "jekyll-use"],
  ]],
  ["mdbook", { en: "mdBook", zh: "mdBook" }, [
    [{ en: "The file theme/head.hbs:", zh: "文件 theme/head.hbs：" }, "mdbook"],
    [{ en: "In a chapter; the blank lines matter:", zh: "在章节里（空行不能省）：" }, "markdown-use"],
  ]],
  ["docusaurus", { en: "Docusaurus", zh: "Docusaurus" }, [
    [{ en: "In docusaurus.config.js:", zh: "在 docusaurus.config.js 里：" }, "docusaurus"],
    [{ en: "In a page; the blank lines matter:", zh: "在页面里（空行不能省）：" }, "markdown-use"],
  ]],
  ["wordpress", { en: "WordPress", zh: "WordPress" }, [
    [{ en: "A “Custom HTML” block. Where WordPress takes scripts out of it, use the frame below.", zh: "使用“自定义 HTML”区块。如果 WordPress 会删除脚本，请用下面的框架方式。" }, "html"],
  ]],
  ["csp", { en: "A page with a strict Content-Security-Policy", zh: "采用严格 CSP 的页面" }, [
    [{ en: "Add to the policy. img-src data: is for the editor's error marks. Without worker-src blob: the analysis runs in the page itself; without trusted-types and require-trusted-types-for leave that line out.", zh: "在策略中加入以下内容。img-src data: 供编辑器标出错误。没有 worker-src blob: 时，分析在页面内运行；未使用 trusted-types 和 require-trusted-types-for 时，去掉最后一行。" }, "csp"],
  ]],
  ["frame", { en: "A frame, where scripts of others are not allowed", zh: "框架方式：不允许外部脚本时使用" }, [
    [{ en: "The code and the attributes stand in the address, percent-encoded. sandbox=\"allow-scripts\" is all it needs.", zh: "代码和属性写在地址里，使用百分号编码。只需要 sandbox=\"allow-scripts\"。" }, "frame"],
    [{ en: "A policy has to allow the frame only:", zh: "策略中只需允许框架：" }, "frame-csp"],
    [{ en: "If your page can have this script, frames become as high as their content. A sandboxed frame has no origin that a message could be addressed to; it is greeted with a nonce and a port, and answers over the port alone. The parameter parent=https://your.site in the frame's address makes it answer that site only.", zh: "如果页面可以加载下面的脚本，框架会随内容自动调整高度。沙箱框架没有可供寻址的源，因此用一次性随机数和端口打招呼，它只通过该端口回答。在框架地址中加上 parent=https://your.site，它就只回答该站点。" }, "resize"],
  ]],
];

const TEXTS = {
  title: { en: "Escapade on your own page", zh: "在你的网页里使用 Escapade" },
  intro: { en: "Verdicts of Go's escape analysis at the lines of your code. Your <pre> stays in the page: it is what readers without JavaScript, feeds and search engines see.", zh: "在你的代码行尾显示 Go 逃逸分析的结论。原来的 <pre> 仍留在页面里：没有 JavaScript 的读者、RSS 和搜索引擎看到的就是它。" },
  exported: { en: "A comment //⇐ at the end of a line is a verdict that you exported: shown until the analysis has its own, and no part of the program. “Share” on the site writes them.", zh: "行尾的 //⇐ 注释是导出的结论：在分析得出结果之前显示，不属于程序本身。网站上的“分享”可以生成它们。" },
  description: { en: "How to put Go code with the verdicts of escape analysis on a page: plain HTML, Hugo, Jekyll, mdBook, Docusaurus, WordPress, frames.", zh: "如何在网页中放入带逃逸分析结论的 Go 代码：普通 HTML、Hugo、Jekyll、mdBook、Docusaurus、WordPress、框架。" },
  site: { en: "To the site", zh: "前往网站" },
  other: { en: "简体中文", zh: "English" },
};

/** The page in `lang`. */
export async function guide(lang) {
  const say = ({ en, zh }) => escape(lang === "zh" ? zh : en);
  const sections = await Promise.all(SECTIONS.map(async ([id, title, steps]) => {
    const parts = await Promise.all(steps.map(async ([text, name]) => `
    <p>${say(text)}</p>
    <pre class="recipe" tabindex="0"><code>${escape(await recipe(name))}</code></pre>`));
    return `
  <section id="${id}">
    <h2>${say(title)}</h2>${parts.join("")}
  </section>`;
  }));
  const live = (await recipe("html")).split("\n\n").slice(1).join("\n\n");
  const other = lang === "zh" ? ["index.html", "en"] : ["zh.html", "zh-Hans"];
  return `<!doctype html>
<html lang="${lang === "zh" ? "zh-Hans" : "en"}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types escapade">
  <title>${say(TEXTS.title)}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="${say(TEXTS.description)}">
  <meta name="color-scheme" content="light dark">
  <meta name="referrer" content="no-referrer">
  <link rel="icon" href="../icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="guide.css">
  <link rel="alternate" type="application/json+oembed" href="oembed.json" title="Escapade">
  <script type="module" src="escapade.js"></script>
  <script type="module" src="guide.js"></script>
</head>
<body>
  <header><a href="../">${say(TEXTS.site)}</a> <a href="${other[0]}" lang="${other[1]}">${say(TEXTS.other)}</a></header>
  <main>
  <h1>${say(TEXTS.title)}</h1>
  <p>${say(TEXTS.intro)}</p>
  ${live.trim()}
  <p>${say(TEXTS.exported)}</p>${sections.join("")}
  </main>
</body>
</html>
`;
}
