// Every door through which texts of strangers come in: nothing that comes
// through one becomes markup, a script or somebody's prototype, nothing throws,
// and the page goes on working. That no policy was violated, no exception
// thrown and nobody else asked for anything is what `close` wants of every visit.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { fragment } from "../share/link.js";
import { escape, page, startBlog, widget as written, script } from "./blog.mjs";
import { home, open, start, stop } from "./site.mjs";

let blog;
before(async () => {
  await start();
  blog = await startBlog();
});
after(async () => {
  await blog?.close();
  await stop();
});

/** What strangers write. `pwned` is what would tell that one has got through. */
const HOSTILE = {
  markup: `"'><img src=x onerror="pwned=1"><script>pwned=1</script><svg/onload=pwned=1></textarea></pre></code>`,
  "a script's address": "javascript:globalThis.pwned=1//",
  prototypes: `{"__proto__":{"pwned":1},"constructor":{"prototype":{"pwned":1}}}`,
  "signs that are not seen": "a\u202eb\u2066c\u2069\u200b\u0000\u0007\u001b[31m\ufeff",
  "half characters": "\ud83d \ude00 \ud800",
  placeholders: "${pwned=1} {{pwned=1}} %s %00 %E4 $& $1 \\u003cscript\\u003e",
};

/** Nothing in `page`, shadow roots and frames included, is what a stranger would have liked. */
async function harmless(page, what) {
  for (const frame of page.frames()) {
    const found = await frame.evaluate(() => {
      const found = [];
      if (globalThis.pwned !== undefined || {}.pwned !== undefined) found.push("a script ran, or a prototype has changed");
      const own = new URL(document.querySelector("script[src]").src).origin;
      const look = (root) => {
        for (const element of root.querySelectorAll("*")) {
          const { localName: name, attributes, shadowRoot } = element;
          // CodeMirror has images without an address.
          const foreign = name === "script" && new URL(element.src, location).origin !== own;
          if (foreign || (name === "img" && element.src) || name === "object" || name === "embed") found.push(element.outerHTML);
          for (const { name: attribute, value } of attributes) {
            const address = /^(href|src|action|formaction|xlink:href|data)$/.test(attribute);
            if (/^(on|srcdoc$)/.test(attribute) || (address && /^\s*javascript:/i.test(value))) found.push(`${name} ${attribute}=${value}`);
          }
          if (shadowRoot) look(shadowRoot);
        }
      };
      look(document);
      return found;
    });
    assert.deepEqual(found, [], `${what}: ${frame.url().slice(0, 100)}`);
  }
}

/** The site still does what it is for; `analysed` says whether it can be with the text that is there. */
async function works(site, { analysed = true } = {}) {
  await site.page.evaluate(() => { location.hash = "#scratch"; });
  await site.page.locator('.examples a[href="#scratch"][aria-current]').waitFor({ state: "attached" });
  if (analysed) await site.settled();
  await site.fill("package main\n\nfunc main() {\n\tp := new(int)\n\tsink = p\n}\n\nvar sink *int\n");
  await site.words.filter({ hasText: "heap" }).first().waitFor();
}

const inLine = (text) => text.replaceAll(/[\n\r]/g, " ");
/** `text` as a Go string. */
const quoted = (text) => JSON.stringify(inLine(text)).replaceAll("\\u0000", "\\x00");

/** A program that has `text` wherever a program can have a text. */
const broken = (text) => {
  const line = inLine(text);
  return [
    `package main // ${line}`, "", `import ${quoted(text)}`, `import "fmt${line.replaceAll(/["\\]/g, "")}"`, "",
    `type T struct { a *int \`${line.replaceAll("`", "")}\` }`, "",
    "//escapade:noheap", `func f(x *int) string { //⇐ ${line}`, `\ty := ${quoted(text)} + ${line}`, `\treturn y // want heap ${line}`, "}", "",
    `//line ${line}:10`, `//go:${line}`, `func ${line}() {}`, "",
  ].join("\n");
};

/** One that is right, and has verdicts about the text. */
const right = (texts) => [
  "package main", "", "var sink any", "", ...texts.flatMap((text, i) => [
    `// ${inLine(text)}`, "//escapade:noheap", `func f${i}(x string) {`, `\tsink = ${quoted(text)} // want stack ${inLine(text)}`, `\tsink = x + ${quoted(text)}`, "}", "",
  ]), "func main() {}", "",
].join("\n").replaceAll(/\0|\ufeff/g, "");

test("addresses", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  for (const [what, text] of Object.entries(HOSTILE)) {
    const encoded = encodeURIComponent(text.toWellFormed?.() ?? text.replaceAll(/[\ud800-\udfff]/g, "\ufffd"));
    for (const fragment of ["", "scratch", "own=", "example=", "example=return-address/", "example=../", "code=", "share=", "share=1.", "share=2.", "__proto__="]) {
      for (const form of [text, encoded]) {
        await site.page.evaluate((fragment) => { location.hash = fragment; }, fragment + form);
      }
    }
    await site.page.evaluate(() => new Promise((now) => requestAnimationFrame(() => setTimeout(now))));
    await harmless(site.page, what);
  }
  await works(site);
  // Documents that are not there were asked for.
  await site.close({ except: [/^404: .*\/examples\//, /status of 404/] });
});

test("programs, in every pane and in what is exported", async () => {
  const site = await open({ path: "#scratch" });
  // The site's policy would not let markup be read as such.
  const plain = await site.context.newPage();
  await site.settled();
  const texts = Object.values(HOSTILE);
  for (const [what, text] of [["right", right(texts)], ["broken", texts.map(broken).join("\n")], ...Object.entries(HOSTILE)]) {
    await site.fill(text);
    await site.settled();
    if (what === "right") await site.words.filter({ hasText: "heap" }).first().waitFor();
    if (!["right", "broken"].includes(what)) continue;
    for (const tab of await site.page.locator("[role=tab]").all()) {
      await tab.dispatchEvent("click");
      await harmless(site.page, `${what}, ${await tab.innerText()}`);
    }
    await site.page.locator(what === "broken" ? "#tab-errors" : "#tab-verdicts").dispatchEvent("click");
    await site.page.locator("#pane .row").first().dispatchEvent("click");
    await harmless(site.page, `${what}, details`);
    const elements = (markup) => plain.evaluate((markup) => {
      const { all } = new DOMParser().parseFromString(markup, "text/html");
      const names = [...all].flatMap(({ localName, attributes }) => [localName, ...[...attributes].map(({ name }) => name).filter((name) => /^on/.test(name))]);
      return [...new Set(names)];
    }, markup);
    await site.page.getByRole("button", { name: "Share" }).dispatchEvent("click");
    const dialog = site.page.getByRole("dialog");
    for (const form of ["link", "markdown", "page", "widget", "txtar"]) {
      await dialog.locator(`[data-as=${form}]`).dispatchEvent("click");
      await harmless(site.page, `${what}, shared as ${form}`);
      if (form === "widget") {
        await dialog.getByLabel("Write the verdicts").check();
        const markup = await dialog.getByRole("textbox", { name: "Text to paste" }).inputValue();
        assert.deepEqual((await elements(markup)).sort(), ["body", "code", "go-escape", "head", "html", "pre", "script"], what);
      }
      if (form === "page") {
        const [download] = await Promise.all([site.page.waitForEvent("download"), dialog.getByRole("button", { name: "Download" }).dispatchEvent("click")]);
        const found = await elements(await readFile(await download.path(), "utf8"));
        const bad = /^(script|img|iframe|object|embed|link|base|form|on.*)$/;
        assert.deepEqual(found.filter((name) => bad.test(name)), [], what);
      }
    }
    await site.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await works(site);
  await site.close();
});

test("what storage holds, and what is opened with the app", async () => {
  const site = await open({
    path: "#scratch",
    before: (page) => page.addInitScript((hostile) => {
      if (sessionStorage.getItem("escapade-test")) return;
      sessionStorage.setItem("escapade-test", "1");
      localStorage.setItem("escapade:draft:scratch", hostile[0]);
      for (const [index, key] of ["escapade:lang", "escapade:theme", "escapade:go", "escapade:layout"].entries()) localStorage.setItem(key, hostile[index]);
      for (const text of hostile) {
        localStorage.setItem(`escapade:own:${text}`, text);
        localStorage.setItem(`escapade:draft:${text}`, text);
        localStorage.setItem(text, text);
      }
    }, Object.values(HOSTILE)),
  });
  await site.settled();
  await harmless(site.page, "storage");
  // As offline/page.js tells of files that were opened and texts that were shared.
  await site.page.evaluate((hostile) => {
    for (const text of hostile) {
      for (const kind of ["received", text]) {
        for (const detail of [{ kind, name: text, text }, { kind, name: encodeURIComponent(text.toWellFormed()), text }, { kind }, { kind, name: {}, text: [] }, text, null]) {
          dispatchEvent(new CustomEvent("escapade:offline", { cancelable: true, detail }));
        }
      }
    }
  }, Object.values(HOSTILE));
  await site.settled();
  for (const link of (await site.page.locator('.examples a[href^="#own="]').all()).slice(0, 20)) {
    await link.evaluate((link) => link.click());
    await harmless(site.page, "a file of the reader's");
  }
  await works(site);
  await site.close();
});

test("links and files", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  for (const [what, text] of Object.entries(HOSTILE)) {
    const link = await fragment({ name: text, files: [[text, text], ["a.go", broken(text)], ["__proto__", text]], open: text, from: 9e9, to: -1, lang: text, noInlining: false, go: text });
    await site.page.evaluate((link) => { location.hash = link; }, link);
    await site.page.locator(".about h2").waitFor();
    await harmless(site.page, `${what}, a link`);
    await site.page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], `${text}.go`));
      dataTransfer.items.add(new File([`-- ${text} --\n${text}\n-- ../../x.go --\n-- __proto__ --\n`], `${text}.txtar`));
      for (const type of ["dragenter", "dragover", "drop"]) {
        document.querySelector("main").dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, text);
    await site.page.evaluate(() => new Promise((now) => requestAnimationFrame(() => setTimeout(now))));
    await harmless(site.page, `${what}, a file`);
  }
  await works(site);
  await site.close();
});

test("lists and packs that somebody has changed", async () => {
  const bad = Object.values(HOSTILE);
  const both = (text) => ({ en: text, zh: text });
  const entry = (text) => ({
    slug: text, section: text, title: both(text), summary: both(text), changed: both(text),
    files: [{ name: text, label: both(text) }], __proto__: null,
  });
  const bodies = [
    JSON.stringify([...bad.map(entry), { ...entry("return-address"), files: [{ name: "bad.go", label: both(bad[0]) }] }]),
    `[{"__proto__":{"slug":"x","pwned":1}}]`, "[[[[",
  ];
  for (const body of bodies) {
    const site = await open({
      path: "#scratch",
      before: async (page) => {
        // The page has a list of its own, which nobody changes without changing the page.
        await page.context().route((url) => url.pathname === "/", async (route) => {
          const text = await (await route.fetch()).text();
          await route.fulfill({ body: text.replace(/<script type="application\/json" id="first">.*?<\/script>/s, ""), contentType: "text/html" });
        });
        await page.context().route("**/examples/index.json*", (route) => route.fulfill({ body, contentType: "application/json" }));
        await page.context().route("**/std/fmt.txt*", async (route) => {
          const text = await (await route.fetch()).text();
          await route.fulfill({ body: text.replace("Println", "Print\u202e<b>") });
        });
      },
    });
    await site.settled();
    await harmless(site.page, body.slice(0, 40));
    const example = site.page.locator('.examples a[href^="#example=return-address"]').first();
    if (await example.count()) await example.evaluate((link) => link.click());
    await harmless(site.page, body.slice(0, 40));
    if (body === bodies[0]) {
      await site.page.evaluate(() => { location.hash = "#scratch"; });
      await site.settled();
      await site.fill("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(new(int)) }\n");
      await site.page.getByText("Part of the standard library could not be loaded").waitFor();
      await harmless(site.page, "a pack");
    }
    await works(site);
    await site.close({ except: [/^404: /, /status of 404/] });
  }
});

test("the widget: what authors write, and what its frame is told", async () => {
  const attributes = (text) => ["theme", "lang", "lines", "highlight", "expanded", "flags", "go"].map((name) => `${name}="${escape(text).replaceAll('"', "&quot;")}"`).join(" ");
  const texts = Object.values(HOSTILE).map((text) => text.replaceAll("\0", ""));
  const there = await blog.visit(page(texts.map((text) => written(broken(text), attributes(text))).join("") + script()));
  for (const [index, text] of texts.entries()) {
    const widget = there.page.locator("go-escape").nth(index);
    await widget.scrollIntoViewIfNeeded();
    assert.equal(await widget.evaluate((host) => host.analyze().then(() => true)), true, text);
    await widget.evaluate((host, text) => { host.code = text; }, text);
    await widget.evaluate((host) => host.analyze());
  }
  await harmless(there.page, "widgets");
  await there.close();

  const frames = texts.map((text) => {
    const fragment = new URLSearchParams({ code: broken(text), title: text, theme: text, lang: text, lines: text, highlight: text, flags: text, go: text, parent: text, __proto__: text }).toString();
    return `<iframe sandbox="allow-scripts" title="t" src="${home()}embed.html#${escape(fragment)}"></iframe>`;
  });
  const framed = await blog.visit(page(`${frames.join("")}<script type="module" src="${home()}embed/resize.js"></script>`));
  await framed.page.frameLocator("iframe >> nth=0").locator("go-escape").waitFor();
  // From the page around, which is not who may be trusted; and from the frame to resize.js.
  await framed.page.evaluate(() => {
    for (const { contentWindow } of document.querySelectorAll("iframe")) {
      for (const data of [null, 0, "hello", [], { escapade: "hello" }, { escapade: "hello", nonce: {} }, { escapade: "hello", nonce: "<img src=x onerror=pwned=1>" }, { __proto__: null, escapade: { toString: null } }]) {
        contentWindow.postMessage(data, "*");
        contentWindow.postMessage(data, "*", [new MessageChannel().port1]);
      }
    }
    for (const data of [null, { nonce: "x", height: 1e9 }, { escapade: "hello", nonce: "abcdefgh" }]) window.postMessage(data, "*");
  });
  for (const frame of framed.page.frames().slice(1)) await frame.locator("go-escape").waitFor();
  await harmless(framed.page, "frames");
  await framed.close();
});

test("10 MB are taken or refused, in words", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  await site.fill("x := &y // <b>\n".repeat(700_000));
  await site.page.locator(".summary:not([data-status=Analysing])").waitFor({ timeout: 60_000 });
  await harmless(site.page, "10 MB");
  await works(site, { analysed: false });
  await site.close();
});

test("no text becomes a script: Trusted Types", async () => {
  const site = await open({ path: "#scratch" });
  await site.settled();
  const tried = await site.page.evaluate(() => {
    const sinks = {
      innerHTML: () => { document.createElement("div").innerHTML = "<b>x</b>"; },
      outerHTML: () => { document.querySelector("main").insertAdjacentHTML("beforeend", "<b>x</b>"); },
      worker: () => new Worker("./worker.js"),
      foreign: () => globalThis.trustedTypes.createPolicy("another", {}),
      again: () => globalThis.trustedTypes.createPolicy("escapade", {}),
      parse: () => document.createRange().createContextualFragment("<b>x</b>"),
    };
    const outcome = {};
    for (const [name, sink] of Object.entries(sinks)) {
      try {
        sink();
        outcome[name] = "allowed";
      } catch (error) {
        outcome[name] = error.name;
      }
    }
    return outcome;
  });
  assert.deepEqual(Object.fromEntries(Object.entries(tried).filter(([, outcome]) => outcome !== "TypeError")), {});
  await site.close({ except: [/CSP|Trusted|trusted-types/] });
});
