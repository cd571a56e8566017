// What the site is for, step by step, in every engine that is here: load, edit,
// verdict, explain, share, widget. `cargo xtask engines` says which are, in
// ESCAPADE_ENGINES; each is driven as it is shipped (driver.mjs), and what
// its console, its policy and its exceptions say is a fault (host.mjs).

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { serve } from "../serve.mjs";
import { start } from "./driver.mjs";
import { host } from "./host.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DIST = process.env.ESCAPADE_DIST ?? here("../../../dist");
const RESULTS = here("../../../test-results");
const NAMES = (process.env.ESCAPADE_ENGINES ?? "chromium").split(",").filter(Boolean);

const EXAMPLE = "#example=return-address/bad.go";
const HEAP = "p → heap: returned · where inlined: on the stack";
const FMT = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(&x)\n}\n";

// Functions that run in the page: they need nothing around them.
const settled = () => document.querySelector(".summary[data-status=Current]") !== null;
const words = () => [...document.querySelector(".editor-host").shadowRoot.querySelectorAll(".cm-words")].map((word) => word.textContent);
const text = () => document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile.view.state.doc.toString();
const fill = (text) => {
  const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.paste" });
};
const select = (needle) => {
  const { view } = document.querySelector(".editor-host").shadowRoot.querySelector(".cm-content").cmTile;
  const from = view.state.doc.toString().indexOf(needle);
  view.dispatch({ selection: { anchor: from, head: from + needle.length } });
  view.focus();
  return from >= 0;
};
const said = (needle) => [...(document.querySelector(".editor-host")?.shadowRoot?.querySelectorAll(".cm-words") ?? [])].some((word) => word.textContent.includes(needle));

for (const name of NAMES) {
  describe(name, () => {
    let browser;
    let site;
    before(async () => {
      await mkdir(RESULTS, { recursive: true });
      site = await host(DIST, "/escapade/");
      browser = await start(name);
      console.log(`    ${browser.version}`);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });
    afterEach(async () => {
      assert.deepEqual(await browser.js(() => globalThis.faults ?? []), []);
    });

    const open = async (path) => {
      await browser.open(site.url + path);
      await browser.until(() => document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content") !== undefined);
      await browser.until(settled);
    };
    const picture = async (what) => writeFile(join(RESULTS, `engine-${name}-${what}.png`), await browser.screenshot());

    test("load: the first example has its verdicts", async () => {
      await open("");
      await browser.until(said, HEAP);
      assert.deepEqual(await browser.js(words), [HEAP, "inlined newPoint: stack"]);
      assert.match(await browser.js(() => location.hash), /^#example=return-address\//);
      await picture("load");
    });

    test("edit: what is typed is analysed, marked, undone, and there after a reload", async () => {
      await open(EXAMPLE);
      assert.ok(await browser.js(select, "return &p"));
      await browser.type("return nil");
      await browser.find("#pane .row.error", "declared and not used: p");
      await browser.press("Control+z");
      await browser.until(said, HEAP);
      assert.ok(await browser.js(select, "package main"));
      await browser.type("package main // 草稿");
      await browser.find(".edited");
      await browser.until(settled);
      const draft = await browser.js(text);
      assert.ok(draft.startsWith("package main // 草稿\n"), draft);
      await browser.reload();
      await browser.until((draft) => document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content")?.cmTile.view.state.doc.toString() === draft, draft);
      await browser.until(said, HEAP);
      await browser.click("button", "Reset to original");
      await browser.until(() => !document.querySelector(".edited"));
    });

    test("verdict: a program that prints, with packs of the standard library", async () => {
      await open("#scratch");
      await browser.js(fill, FMT);
      await browser.until(said, "x → heap");
      assert.doesNotMatch(await browser.js(() => document.querySelector(".summary").textContent), /assumed/);
    });

    test("explain: the way is drawn and told, gc's text and memory are there", async () => {
      await open(EXAMPLE);
      assert.ok(await browser.js(select, "p := point{x, y}"));
      await browser.find(".cm-way-arrow");
      await browser.find(".details .steps > li", "p is declared here");
      await picture("way");
      await browser.click("#tab-messages");
      await browser.find("#pane", "main.go:8:2: moved to heap: p");
      await browser.click("#tab-memory");
      await browser.find("#pane .cell");
      await browser.click("#tab-learn");
      await browser.find(".lesson h3");
      await picture("learn");
    });

    test("fix: an offer about the line is worked out and applied", async () => {
      await open(EXAMPLE);
      assert.ok(await browser.js(select, "p := point{x, y}"));
      await browser.find(".offer", "return the point itself");
      // The title is in the offer, and so is its button.
      await browser.click(".offer", "return the point itself", "Apply");
      await browser.until((text) => document.querySelector(".editor-host").shadowRoot.textContent.includes(text), "func newPoint(x, y int) point {");
      await browser.until(settled);
      await browser.click("button", "Reset to original");
    });

    test("share: a link brings everything back", async () => {
      await open(EXAMPLE);
      await browser.click("button", "Share");
      const link = await browser.until(() => {
        const fields = [...document.querySelectorAll("dialog input, dialog textarea, [role=dialog] input")];
        return fields.map((field) => field.value).find((value) => value.includes("#share=1."));
      });
      assert.ok(link.startsWith(`${site.url}#share=1.`), link);
      await picture("share");
      const original = await browser.js(text);
      await browser.press("Escape");
      await browser.open(link);
      await browser.until((original) => document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content")?.cmTile.view.state.doc.toString() === original, original);
      await browser.until(said, HEAP);
      assert.match(await browser.js(() => location.hash), /^#own=/);
    });

    test("language and theme: switched, and kept", async () => {
      await open(EXAMPLE);
      await browser.click("button[lang=zh-Hans]");
      await browser.until(() => document.documentElement.lang === "zh-Hans");
      await browser.reload();
      await browser.until(settled);
      assert.equal(await browser.js(() => document.documentElement.lang), "zh-Hans");
      await browser.click("button[lang=en]");
      await browser.until(() => document.documentElement.lang === "en");
    });

    test("offline: what was visited once is there without its server", async () => {
      const server = await serve(DIST, { base: "/offline/" });
      await browser.open(server.url);
      await browser.find(".notice", "Ready to work offline");
      await server.close();
      // Not "refresh": Firefox's driver takes that for a wish to have the server's.
      await browser.open(server.url);
      await browser.until(said, HEAP);
    });

    test("widget: verdicts on somebody else's page", async () => {
      const code = "package main\n\nfunc f() *int {\n\tx := 1\n\treturn &x\n}\n\nfunc main() { println(*f()) }\n";
      await browser.open(site.post(code));
      const words = await browser.find("go-escape", "").then(() => browser.until(() => document.querySelector("go-escape")?.shadowRoot?.querySelector("button.words")?.textContent));
      assert.match(words, /x → heap: returned/);
      await picture("widget");
    });
  });
}
