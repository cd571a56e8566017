// Every recipe of the guide, as it comes out of the tool it is for, on another
// origin. The tools themselves are not installed: what stands in for each is
// the little of it that the recipe uses, and the markup that its highlighter
// makes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { recipe } from "../embed/guide.mjs";
import { escape, page, useBlog, verdicts } from "./blog.mjs";
import { home, open } from "./site.mjs";

const blog = useBlog();

/** A recipe for the copy of the site that is under test. */
async function ours(name) {
  const text = (await recipe(name)).replaceAll("https://escapade.example/", home());
  return text.replaceAll("https://escapade.example", new URL(home()).origin);
}

const EXPECTED = { 7: "p → heap: returned · where inlined: on the stack", 13: "inlined newPoint: stack" };

async function tried(html, { lit = ["7"], ...options } = {}) {
  const site = await blog.visit(html, options);
  assert.deepEqual(await verdicts(site.widget), EXPECTED);
  const stressed = await site.widget.locator(".lit .mark").evaluateAll((marks) => marks.map((mark) => mark.dataset.line));
  assert.deepEqual(stressed, lit);
  const program = (await recipe("hugo-use")).replace(/^.*\n/, "").replace(/\n[^\n]*\n$/, "");
  assert.equal((await site.widget.evaluate((host) => host.code)).trim(), program);
  await site.close();
}

/** Words, numbers and the rest in spans, as highlighters do. */
const spans = (line) => line.split(/(\w+)/).map((word, i) => (word ? `<span class="${i % 2 ? "nx" : "p"}">${escape(word)}</span>` : "")).join("");

test("plain HTML", async () => tried(page(await ours("html")), { lit: [] }));

test("Hugo shortcode, coloured by Chroma, with line numbers in a table", async () => {
  const code = /\n([^]*)\n\{\{< \/go-escape/.exec(await recipe("hugo-use"))[1];
  const given = { highlight: /highlight="([^"]*)"/.exec(await recipe("hugo-use"))[1] };
  const lines = code.split("\n");
  const plain = `<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-go" data-lang="go">${lines.map((line) => `<span class="line"><span class="cl">${spans(line)}\n</span></span>`).join("")}</code></pre></div>`;
  const table = `<div class="highlight"><div class="chroma"><table class="lntable"><tr><td class="lntd"><pre tabindex="0" class="chroma"><code>${lines.map((_, i) => `<span class="lnt">${i + 1}\n</span>`).join("")}</code></pre></td><td class="lntd">${plain.slice(23, -6)}</td></tr></table></div></div>`;
  for (const coloured of [plain, table]) {
    const html = (await ours("hugo"))
      .replace(/\{\{- \/\*[^]*?\*\/ -\}\}\s*/, "")
      .replace(/\s*\{\{- with \.Get "(\w+)" \}\}([^]*?)\{\{ end \}\}/g, (_, name, text) => (given[name] ? text.replace("{{ . }}", given[name]) : ""))
      .replace(/\{\{ highlight .*? \}\}/, () => coloured);
    assert.ok(!html.includes("{{"), html);
    await tried(page(html));
  }
});

test("Jekyll include, coloured by Rouge", async () => {
  const use = await recipe("jekyll-use");
  const code = /\{% raw %\}([^]*)\{% endraw %\}/.exec(use)[1];
  const given = { highlight: /highlight="([^"]*)"/.exec(use)[1] };
  const coloured = `<figure class="highlight"><pre><code class="language-go" data-lang="go">${code.split("\n").map(spans).join("\n")}</code></pre></figure>`;
  const html = (await ours("jekyll"))
    .replace(/\{% comment %\}[^]*?\{% endcomment %\}/, "")
    .replace(/\s*\{%- if include\.(\w+) %\}([^]*?)\{% endif %\}/g, (_, name, text) => (given[name] ? text.replace(/\{\{.*?\}\}/, given[name]) : ""))
    .replace(/\s*\{%- highlight go %\}\{\{ include\.code \}\}\{% endhighlight -%\}\s*/, () => coloured);
  assert.ok(!/\{[{%]/.test(html), html);
  await tried(page(html));
});

/** CommonMark, as far as the recipe goes: lines of HTML, blank lines, one fence. */
function markdown(text, fence) {
  const match = /^(<[^\n]*>)\n\n```go\n([^]*)\n```\n\n(<[^\n]*>)\n$/.exec(text);
  assert.ok(match, "HTML, a blank line, a fence, a blank line, HTML");
  return `${match[1]}\n${fence(match[2])}\n${match[3]}`;
}

test("mdBook, coloured by highlight.js when the page is there", async () => {
  const html = markdown(await recipe("markdown-use"), (code) => `<pre><code class="language-go">${escape(code)}\n</code></pre>`);
  const colour = `<script>addEventListener("load", () => {
    const code = document.querySelector("code");
    code.classList.add("hljs");
    const text = code.textContent;
    code.replaceChildren(...text.split(/\\b/).map((word) => Object.assign(document.createElement("span"), { className: "hljs-x", textContent: word })));
    const buttons = Object.assign(document.createElement("div"), { className: "buttons" });
    buttons.append(Object.assign(document.createElement("button"), { textContent: "Copy" }));
    code.parentElement.prepend(buttons);
  });</script>`;
  await tried(page(html, { head: (await ours("mdbook")) + colour }));
});

test("Docusaurus, coloured by Prism with a <br> at each line", async () => {
  const source = /src: "([^"]*)", type: "module"/.exec(await ours("docusaurus"))[1];
  const fence = (code) => `<div class="language-go codeBlockContainer_Ckt0 theme-code-block"><div class="codeBlockContent_biex"><pre tabindex="0" class="prism-code language-go codeBlock_bY9V thin-scrollbar"><code class="codeBlockLines_e6Vv">${code.split("\n").map((line) => `<span class="token-line" style="color:#393A34">${spans(line)}<br></span>`).join("")}</code></pre><div class="buttonGroup__atx"><button type="button" class="clean-btn">Copy</button></div></div></div>`;
  const html = markdown(await recipe("markdown-use"), fence);
  await tried(page(html, { head: `<script src="${source}" type="module"></script>` }));
});

test("WordPress, whose HTML block leaves markup as it is", async () => {
  await tried(page(`<div class="entry-content wp-block-post-content">${await ours("html")}</div>`), { lit: [] });
});

test("a strict Content-Security-Policy", async () => {
  const policy = (await ours("csp")).replace(/^.*?:/, "").replaceAll("\n", " ").trim();
  const headers = { "content-security-policy": `default-src 'none'; require-trusted-types-for 'script'; ${policy}` };
  const site = await blog.visit(page(await ours("html")), { headers });
  assert.deepEqual(await verdicts(site.widget), EXPECTED);
  assert.equal(site.page.workers().length, 1, "off the page's thread");
  await site.close();
});

test("a frame, sandboxed, where the policy allows nothing else", async () => {
  const policy = (await ours("frame-csp")).replace(/^.*?:/, "").trim();
  const site = await blog.visit(page(await ours("frame")), { headers: { "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; ${policy}` } });
  const frame = site.page.frameLocator("iframe");
  assert.deepEqual(await verdicts(frame.locator("go-escape")), EXPECTED);
  assert.equal(await frame.locator(".lit").count(), 1);
  assert.equal(await site.page.frames()[1].title(), "Go code with escape analysis: newPoint");
  await site.close();
});

const height = (site) => site.page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().height);

for (const [what, change] of Object.entries({
  "sandboxed, of an opaque origin": (html) => html,
  "not sandboxed": (html) => html.replace(/\s*sandbox="[^"]*"/, ""),
})) {
  test(`a frame becomes as high as its content: ${what}`, async () => {
    const site = await blog.visit(page((await ours("resize")) + change(await ours("frame"))));
    const frame = site.page.frameLocator("iframe");
    await verdicts(frame.locator("go-escape"));
    await site.page.waitForFunction(() => document.querySelector("iframe").style.height !== "420px");
    const before = await height(site);
    await frame.locator(".fold").first().click();
    await frame.locator("button.words").first().click();
    await frame.locator(".why").waitFor();
    await site.page.waitForFunction((before) => document.querySelector("iframe").getBoundingClientRect().height > before + 100, before);
    // What opened, opened in two steps, and each is told to the page on its own.
    await site.page.frames()[1].waitForFunction(() => document.documentElement.scrollHeight - innerHeight <= 1);
    await site.close();
  });
}

test("a frame answers whom it is in, of the origin it expects, and nobody else", async () => {
  const hello = (site, data) => site.page.locator("iframe").evaluate((frame, data) => new Promise((heard) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => heard(data);
    frame.contentWindow.postMessage({ escapade: "hello", nonce: "0123456789", ...data }, "*", [port2]);
    setTimeout(() => heard("silence"), 400);
  }), data);
  const framed = await ours("frame");
  const site = await blog.visit(page(framed));
  await verdicts(site.page.frameLocator("iframe").locator("go-escape"));
  const answer = await hello(site, {});
  assert.equal(answer.nonce, "0123456789");
  assert.ok(answer.height > 100);
  for (const wrong of [{ nonce: "short" }, { nonce: 7 }, { nonce: "<b>0123456789</b>" }, { escapade: "bye" }]) {
    assert.equal(await hello(site, wrong), "silence", JSON.stringify(wrong));
  }
  await site.close();
  const strange = await blog.visit(page(framed.replace("#", "#parent=https://elsewhere.example&amp;")));
  await verdicts(strange.page.frameLocator("iframe").locator("go-escape"));
  assert.equal(await hello(strange, {}), "silence");
  await strange.close();
});

test("a frame's address is never markup, and may be anything", async () => {
  for (const hash of ["", "#code=%E0%A4%A", "#code=<img src=x onerror=alert(1)>&title=<b>&lang=<i>&theme=<u>&lines=<s>", `#code=${"x".repeat(100_000)}`]) {
    const site = await open({ path: `embed.html${hash}` });
    await site.page.locator("go-escape .bar").waitFor();
    const tags = await site.page.evaluate(() => document.querySelector("go-escape").shadowRoot.querySelectorAll("img, b, i, u, s").length);
    assert.equal(tags, 0);
    await site.close();
  }
});

test("oEmbed is found and says what a frame is", async () => {
  for (const path of ["", "embed.html", "embed/index.html"]) {
    const site = await open({ path });
    const href = await site.page.locator('link[type="application/json+oembed"]').evaluate((link) => link.href);
    const answer = await (await fetch(href)).json();
    assert.deepEqual([answer.version, answer.type], ["1.0", "rich"]);
    const src = /src="([^"]*)"/.exec(answer.html)[1];
    assert.equal((await fetch(new URL(src, href))).status, 200);
    assert.match(answer.html, /sandbox="allow-scripts"/);
    await site.context.close();
  }
});

for (const [path, heading] of [["embed/index.html", "Escapade on your own page"], ["embed/zh.html", "在你的网页里使用 Escapade"]]) {
  test(`the guide has its recipes with this site's address: ${path}`, async () => {
    const site = await open({ path });
    await site.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await verdicts(site.page.locator("go-escape"));
    const codes = await site.page.locator(".recipe code").allInnerTexts();
    assert.ok(codes.includes((await ours("html")).trimEnd()) || codes.includes(await ours("html")), codes[0]);
    assert.ok(!codes.join().includes("escapade.example"));
    const { violations } = await new AxeBuilder({ page: site.page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
    await site.close();
  });
}
