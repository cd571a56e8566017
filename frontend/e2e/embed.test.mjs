// <go-escape> on a page of another origin: what it shows, loads and says.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { page, script, useBlog, verdicts, widget, words } from "./blog.mjs";
import { home, RESULTS } from "./site.mjs";

const isEditor = (path) => /^editor(-[0-9a-f]+)?\.js$/.test(path);

const blog = useBlog();

const BAD = `package main

type point struct{ x, y int }

func newPoint(x, y int) *point {
	p := point{x, y}
	return &p
}

func main() {
	p := newPoint(3, 4)
	println(p.x*p.x + p.y*p.y)
}
`;
const FMT = `package main

import "fmt"

func main() {
	x := 1
	fmt.Println(&x)
}
`;

/** What a page asks Escapade's origin for. */
function asked(site) {
  const paths = [];
  site.context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === new URL(home()).origin) paths.push(url.pathname.slice(1));
  });
  return paths;
}

const far = '<div style="height: 4000px"></div>';

// What is said of newPoint, which is inlined into main.
const HEAP = "p → heap: returned · where inlined: on the stack";
const COPY = "inlined newPoint: stack";

test("verdicts stand at the lines, in the words of the site", async () => {
  const site = await blog.visit(page(script() + widget(BAD)));
  assert.deepEqual(await verdicts(site.widget), { 6: HEAP, 11: COPY });
  assert.equal(await site.widget.locator(".status").innerText(), "1 heap, 1 stack");
  assert.equal(await site.widget.locator(".mark svg.is-heap").count(), 1);
  await site.close();
});

test("nothing but the loader comes until a widget is near, then one worker and one wasm for all", async () => {
  let paths = [];
  const site = await blog.visit(page(`<p>above</p>${far}${widget(BAD)}${widget(FMT)}${widget(FMT)}${far}${widget(BAD)}${widget(FMT)}${script()}`), {
    before: (page) => { paths = asked({ context: page.context() }); },
  });
  await site.widget.locator(".bar").waitFor();
  await site.page.waitForTimeout(500);
  assert.deepEqual(paths, ["embed/escapade.js"]);
  assert.equal(await site.widget.locator(".line").count(), 13, "the code is shown all the same");
  for (const index of [0, 1, 2, 3, 4]) {
    await site.page.locator("go-escape").nth(index).scrollIntoViewIfNeeded();
    await verdicts(site.page.locator("go-escape").nth(index));
  }
  assert.equal(site.page.workers().length, 1);
  for (const once of ["embed/worker.js", "embed/embed_bg.wasm", "embed/widget.js", "std/fmt.txt"]) {
    assert.equal(paths.filter((path) => path === once).length, 1, once);
  }
  assert.ok(!paths.some(isEditor));
  await site.close();
});

test("without JavaScript the author's code is there, exported verdicts included", async () => {
  const exported = BAD.replace("p := point{x, y}", "p := point{x, y} //⇐ p → heap: returned");
  const site = await blog.visit(page(script() + widget(exported)), { javaScriptEnabled: false });
  const text = await site.page.locator("pre").innerText();
  assert.equal(text, exported);
  await site.close();
});

test("when the origin is down the author's code is there", async () => {
  const site = await blog.visit(page(script() + widget(BAD)), {
    before: (page) => page.route(`${home()}**`, (route) => route.abort()),
  });
  assert.equal(await site.page.locator("pre").innerText(), BAD);
  assert.ok(await site.page.locator("pre").isVisible());
  await site.close({ except: [/embed\/escapade\.js/, /ERR_FAILED/] });
});

test("when only the analysis is missing the code and the exported verdicts stay", async () => {
  const exported = BAD.replace("p := point{x, y}", "p := point{x, y} //⇐ p → heap: returned");
  const site = await blog.visit(page(script() + widget(exported)), {
    before: (page) => page.context().route("**/embed_bg.wasm*", (route) => route.abort()),
  });
  await site.widget.getByText("The verdicts could not be loaded.").waitFor();
  assert.deepEqual(await words(site.widget), { 6: "p → heap: returned" });
  assert.equal(await site.widget.evaluate((host) => host.code), BAD, "the program without them");
  await site.close({ except: [/embed_bg\.wasm/, /ERR_FAILED/, /fetch/] });
});

test("exported verdicts are replaced by the analysis", async () => {
  const exported = BAD.replace("p := point{x, y}", "p := point{x, y} //⇐ something else").replace("return &p", "return &p // &p //⇐");
  const site = await blog.visit(page(script() + widget(exported)));
  assert.deepEqual(await verdicts(site.widget), { 6: HEAP, 11: COPY });
  assert.match(await site.widget.evaluate((host) => host.code), /return &p \/\/ &p\n/);
  await site.close();
});

test("a click on the words explains, the keyboard too", async () => {
  const site = await blog.visit(page(script() + widget(BAD)));
  await verdicts(site.widget);
  const button = site.widget.locator("button.words").first();
  await button.focus();
  await site.page.keyboard.press("Enter");
  const why = site.widget.locator(".why");
  await why.getByText("Its address is returned").waitFor();
  await why.getByText("gc says").click();
  await why.getByText("main.go:6:2: moved to heap: p").waitFor();
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await site.widget.getByRole("button", { name: "Close" }).click();
  assert.equal(await why.count(), 0);
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  assert.ok(await button.evaluate((element) => element.getRootNode().activeElement === element));
  await site.widget.locator(".mark svg").first().click();
  await why.waitFor();
  await site.close();
});

for (const [lang, expected] of [
  ["en", ["p is declared here. 6:2", "&p is returned at line 7. 7:2So p has to outlive newPoint.", "How it gets there", "gc says"]],
  ["zh", ["p 在这里声明。 6:2", "&p 在第 7 行被返回。 7:2因此 p 必须比 newPoint 活得更久。", "经过的路径", "gc 的原话"]],
]) {
  test(`the way of a value is told in the site's words, ${lang}`, async () => {
    let paths = [];
    const site = await blog.visit(page(script() + widget(BAD, `lang="${lang}"`)), {
      before: (page) => { paths = asked({ context: page.context() }); },
    });
    await site.widget.locator("button.words").first().waitFor();
    assert.ok(!paths.includes("embed/way.js"), "it comes when a verdict is opened");
    await site.widget.locator("button.words").first().click();
    const why = site.widget.locator(".why");
    await why.locator("ol").waitFor();
    const [made, returned, heading, fold] = expected;
    assert.deepEqual(await why.locator("ol > li").evaluateAll((all) => all.map((li) => li.textContent)), [made, returned]);
    await why.getByText(heading).waitFor();
    // gc's own lines are one click away.
    const gc = why.getByText("flow: ~r0 ← &p:");
    await gc.waitFor({ state: "hidden" });
    await why.getByText(fold).click();
    await gc.waitFor();
    await why.getByText("main.go:6:2: moved to heap: p").waitFor();
    await why.getByRole("button", { name: "7:2" }).click();
    await site.widget.locator(".line.goto .mark[data-line='7']").waitFor();
    await site.close();
  });
}

test("without the site's words there are gc's", async () => {
  const site = await blog.visit(page(script() + widget(BAD)), {
    before: (page) => page.route(`${home()}embed/way.js*`, (route) => route.abort()),
  });
  await verdicts(site.widget);
  await site.widget.locator("button.words").first().click();
  await site.widget.locator(".why").getByText("gc says").click();
  await site.widget.locator(".why").getByText("main.go:6:2: moved to heap: p").waitFor();
  await site.close({ except: [/embed\/way\.js/, /ERR_FAILED/] });
});

test("the editor comes with the wish to edit, and the verdicts follow the text", async () => {
  let paths = [];
  const site = await blog.visit(page(script() + widget(BAD)), {
    before: (page) => { paths = asked({ context: page.context() }); },
  });
  await verdicts(site.widget);
  assert.ok(!paths.some(isEditor));
  await site.widget.evaluate((host) => {
    window.changes = [];
    host.addEventListener("change", ({ detail }) => window.changes.push(detail.code));
  });
  await site.widget.getByRole("button", { name: "Edit" }).click();
  await site.widget.locator(".cm-words.is-heap").waitFor();
  assert.ok(paths.some(isEditor));
  await site.page.keyboard.press("Control+End");
  await site.page.keyboard.type("\nfunc f() *int { return new(int) }\n");
  await site.widget.locator(".cm-words", { hasText: "new(int) → heap: returned" }).waitFor();
  assert.match((await site.page.evaluate(() => window.changes)).at(-1), /return new\(int\)/);
  assert.equal(await site.widget.locator(".status").innerText(), "2 heap, 1 stack");
  // Another language or theme leaves the reader's text alone.
  await site.widget.evaluate((host) => { host.lang = "zh"; host.theme = "dark"; });
  await site.widget.locator(".cm-words", { hasText: "堆：被返回" }).first().waitFor();
  await site.widget.getByRole("button", { name: "完成" }).click();
  await site.widget.locator("button.words", { hasText: "new(int) → 堆：被返回" }).waitFor();
  assert.match(await site.widget.evaluate((host) => host.code), /func f\(\)/);
  await site.widget.getByRole("button", { name: "恢复原文" }).click();
  await site.widget.locator("button.words", { hasText: "new(int)" }).waitFor({ state: "detached" });
  assert.equal(await site.widget.evaluate((host) => host.code), BAD);
  await site.close();
});

test("what is folded is analysed, and shown when it is wanted", async () => {
  const sample = BAD.replace("func newPoint", "//sample:start\nfunc newPoint").replace("\nfunc main", "//sample:end\n\nfunc main");
  const site = await blog.visit(page(script() + widget(sample)));
  assert.deepEqual(await verdicts(site.widget), { 7: HEAP, 13: COPY });
  const shown = () => site.widget.locator(".line:visible .mark").evaluateAll((marks) => marks.map((mark) => Number(mark.dataset.line)));
  assert.deepEqual(await shown(), [6, 7, 8, 9]);
  await site.widget.getByRole("button", { name: "Show 5 more lines" }).click();
  assert.deepEqual(await shown(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await site.widget.getByRole("button", { name: "Hide 5 lines" }).click();
  await site.widget.evaluate((host) => { host.lines = "1, 7-8"; });
  await site.page.waitForFunction(() => document.querySelector("go-escape").shadowRoot.querySelectorAll(".fold").length === 2);
  assert.deepEqual(await shown(), [1, 7, 8]);
  await site.widget.evaluate((host) => { host.expanded = ""; });
  await site.widget.getByRole("button", { name: "Hide 5 lines" }).waitFor();
  // In the editor they are folded, too, until something touches them.
  await site.widget.evaluate((host) => host.removeAttribute("expanded"));
  await site.widget.getByRole("button", { name: "Edit" }).click();
  const fold = site.widget.locator(".cm-fold").first();
  await fold.waitFor();
  assert.equal(await fold.innerText(), "Show 5 more lines");
  await fold.click();
  await site.widget.locator(".cm-line", { hasText: "//sample:start" }).waitFor();
  assert.equal(await site.widget.evaluate((host) => host.code), sample);
  await site.close();
});

test("attributes can be changed at any time, and what they cannot mean is said", async () => {
  const site = await blog.visit(page(script() + widget(BAD, 'lines="x-y" flags="-l" highlight="6"')));
  assert.deepEqual(await verdicts(site.widget), { 6: "p → heap: returned" }, "-l: newPoint is not inlined");
  assert.match(await site.widget.locator(".status").innerText(), /“x-y” is no list of lines/);
  assert.deepEqual(await site.widget.locator(".lit .mark").evaluateAll((marks) => marks.map((mark) => mark.dataset.line)), ["6"]);
  const after = async (change) => {
    await site.widget.evaluate((host, change) => {
      window.next = new Promise((heard) => host.addEventListener("verdicts", ({ detail }) => heard(detail), { once: true }));
      for (const [name, value] of Object.entries(change)) host.setAttribute(name, value);
    }, change);
    return site.page.evaluate(() => window.next);
  };
  const inlined = await after({ flags: "", lines: "" });
  assert.deepEqual(inlined.lines.map(({ line }) => line), [6, 11]);
  const wrong = await after({ flags: "-race -l", go: "1.99" });
  assert.match(wrong.notices.join(), /-race is not known here.*There is no Go 1\.99/);
  const old = await after({ go: "1.17", flags: "" });
  assert.equal(old.errors.length, 0);
  const generic = "package main\n\nfunc f[T any](x T) T { return x }\n\nfunc main() { f(1) }\n";
  await site.widget.evaluate((host, code) => { host.code = code; }, generic);
  await site.page.waitForFunction(() => document.querySelector("go-escape").verdicts?.errors.length > 0);
  assert.match(await site.widget.evaluate((host) => host.verdicts.errors[0]).then(({ line, message }) => `${line}: ${message}`), /^3: .*requires go1\.18 or later/);
  const zh = await after({ lang: "zh-CN", go: "" });
  assert.match(zh.summary.text, /个在堆上/);
  await site.close();
});

test("scripts can ask and listen", async () => {
  const site = await blog.visit(page(`${far}${widget(BAD)}<script>
    window.heard = [];
    for (const name of ["ready", "verdicts", "change", "error"]) {
      document.querySelector("go-escape").addEventListener(name, (event) => heard.push([name, event.detail]));
    }
    document.querySelector("go-escape").code = "package main\\n\\nfunc main() { println(new(int)) }\\n";
  </script>${script()}`));
  const found = await site.page.evaluate(async () => {
    await customElements.whenDefined("go-escape");
    const host = document.querySelector("go-escape");
    return { before: host.verdicts, verdicts: await host.analyze(), code: host.code };
  });
  assert.equal(found.before, null);
  assert.match(found.code, /println\(new\(int\)\)/, "set before there was a widget");
  assert.deepEqual(found.verdicts.lines.map(({ line, kind }) => [line, kind]), [[3, "stack"]]);
  assert.ok(found.verdicts.gc.includes("main.go:3:26: new(int) does not escape"), found.verdicts.gc.join());
  assert.equal(found.verdicts.release, "go1.27.3");
  const heard = await site.page.evaluate(() => window.heard);
  assert.deepEqual(heard.map(([name]) => name), ["ready", "verdicts"]);
  assert.deepEqual(heard[1][1], found.verdicts);
  const readOnly = await site.widget.evaluate((host) => { host.readOnly = true; return host.edit(); });
  assert.equal(readOnly, false);
  assert.equal(await site.widget.getByRole("button", { name: "Edit" }).count(), 0);
  await site.close();
});

test("the quiz is played with the keyboard, and with a finger", async () => {
  const site = await blog.visit(page(script() + widget(BAD, "quiz")), { hasTouch: true });
  await site.widget.getByText("Stack or heap? Mark each line.").waitFor();
  assert.equal(await site.widget.locator(".words").count(), 0, "no verdict is told");
  assert.equal(await site.widget.locator(".mark svg").count(), 0);
  await site.widget.getByRole("radiogroup", { name: "Line 6" }).getByLabel("stack").focus();
  await site.page.keyboard.press("Space");
  await site.page.keyboard.press("ArrowRight");
  assert.ok(await site.widget.getByRole("radiogroup", { name: "Line 6" }).getByLabel("heap").isChecked());
  await site.widget.getByRole("radiogroup", { name: "Line 11" }).getByText("heap").tap();
  const score = site.widget.evaluate((host) => new Promise((heard) => {
    host.addEventListener("score", ({ detail }) => heard(detail), { once: true });
  }));
  await site.widget.getByRole("button", { name: "Check" }).tap();
  assert.deepEqual(await score, { right: 1, total: 2 });
  assert.equal(await site.widget.getByRole("status").innerText(), "1 of 2 right");
  assert.deepEqual(await words(site.widget), { 6: HEAP, 11: COPY });
  await site.widget.locator(".why").getByText("It lives on the stack").waitFor();
  const again = site.widget.getByRole("button", { name: "Try again" });
  assert.ok(await again.evaluate((element) => element.getRootNode().activeElement === element), "the focus stays");
  await site.page.keyboard.press("Enter");
  await site.widget.getByRole("button", { name: "Check" }).waitFor();
  assert.equal(await site.widget.locator(".words").count(), 0);
  assert.equal(await site.widget.locator(":checked").count(), 0);
  await site.widget.evaluate((host) => { host.quiz = false; });
  await verdicts(site.widget);
  await site.close();
});

test("code that comes late, or is coloured later, is code", async () => {
  const site = await blog.visit(page(`${script()}<go-escape id="late"></go-escape>`));
  await site.page.waitForFunction(() => customElements.get("go-escape"));
  await site.widget.evaluate((host, code) => {
    const pre = document.createElement("pre");
    pre.append(Object.assign(document.createElement("code"), { textContent: code }));
    host.append(pre);
  }, BAD);
  assert.deepEqual(await verdicts(site.widget), { 6: HEAP, 11: COPY });
  const count = await site.widget.evaluate(async (host) => {
    let count = 0;
    host.addEventListener("verdicts", () => { count += 1; });
    const code = host.querySelector("code");
    code.replaceChildren(...code.textContent.split(/\b/).map((text) => Object.assign(document.createElement("span"), { textContent: text })));
    await new Promise((later) => setTimeout(later, 300));
    return count;
  });
  assert.equal(count, 0, "the same text is not analysed again");
  await site.close();
});

test("a text is never markup", async () => {
  const nasty = 'package main\n\nfunc main() {\n\tx := "<img src=x onerror=alert(1)>" // <script>alert(2)</script>\n\tprintln(&x, undefined_<b>)\n}\n';
  const site = await blog.visit(page(script() + widget(nasty, 'lines="<b>" flags="<i>" go="<u>"')));
  await site.widget.locator(".words").first().waitFor();
  assert.equal(await site.widget.evaluate((host) => host.shadowRoot.querySelectorAll("img, script, b, i, u").length), 0);
  assert.equal(await site.widget.evaluate((host) => host.code), nasty);
  await site.close();
});

test("a worker that dies is replaced", async () => {
  const site = await blog.visit(page(script() + widget(BAD)));
  await verdicts(site.widget);
  await site.page.workers()[0].evaluate(() => self.close()).catch(() => {});
  await site.widget.evaluate((host) => { host.code = host.code.replace("return &p", "println(p.x)\n\treturn nil"); });
  await site.page.waitForFunction(() => document.querySelector("go-escape").verdicts?.summary.heap === 0, undefined, { timeout: 20_000 });
  await site.close();
});

test("a worker that runs out of memory says so, once", async () => {
  const site = await blog.visit(page(script() + widget(BAD)));
  await verdicts(site.widget);
  await site.widget.evaluate((host) => host.addEventListener("error", ({ detail }) => { window.code = detail.code; }));
  await site.page.workers()[0].evaluate(() => {
    // As if what it is asked next needed more than there is.
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError(); };
    const { postMessage } = self;
    self.postMessage = (message) => {
      if (!message.answer) postMessage.call(self, message);
    };
    addEventListener("message", () => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));
  });
  await site.widget.evaluate((host) => { host.code += "// more\n"; });
  await site.widget.getByText("This program is too large to be analysed in a browser.").waitFor();
  assert.equal(await site.page.evaluate(() => window.code), "memory");
  await site.widget.evaluate((host) => { host.code = host.code.replace("return &p", "println(p.x)\n\treturn nil"); });
  await site.page.waitForFunction(() => document.querySelector("go-escape").verdicts?.summary.heap === 0, undefined, { timeout: 20_000 });
  await site.close();
});

const STRICT = () => {
  const origin = new URL(home()).origin;
  return `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; img-src data:; require-trusted-types-for 'script'`;
};

test("a page with a strict policy that allows the worker", async () => {
  const policy = `${STRICT()}; worker-src blob:; trusted-types escapade`;
  const site = await blog.visit(page(script() + widget(BAD)), { headers: { "content-security-policy": policy } });
  assert.deepEqual(await verdicts(site.widget), { 6: HEAP, 11: COPY });
  assert.equal(site.page.workers().length, 1);
  await site.widget.getByRole("button", { name: "Edit" }).click();
  await site.widget.locator(".cm-words.is-heap").waitFor();
  await site.page.keyboard.press("Control+End");
  await site.page.keyboard.type("// typed");
  assert.match(await site.widget.evaluate((host) => host.code), /\/\/ typed/);
  await site.close();
});

test("a page with a strict policy that allows no worker: the page analyses", async () => {
  const policy = `${STRICT()}; worker-src 'none'; trusted-types 'none'`;
  const site = await blog.visit(page(script() + widget(FMT)), { headers: { "content-security-policy": policy } });
  const found = await verdicts(site.widget);
  assert.equal(found[6], "x → heap: passed to a parameter that leaks");
  assert.equal(site.page.workers().length, 0);
  await site.close({ except: [/CSP: /, /Trusted|trusted-types|worker-src/] });
});

const HOSTILE = `<style>
  * { color: red !important; font-size: 40px !important; display: block; }
  div, span, code, button { position: absolute; top: 0; background: lime; text-transform: uppercase; }
  .line, .code, .words { display: none !important; }
</style>`;

test("the page's style sheets do not reach in, and nothing reaches out", async () => {
  const site = await blog.visit(page(`${script()}${widget(BAD)}<p id="theirs" class="line words">text</p>`, { head: HOSTILE }));
  await verdicts(site.widget);
  const line = site.widget.locator(".line").nth(5);
  assert.equal(await line.evaluate((element) => getComputedStyle(element).display), "flex");
  assert.equal(await line.evaluate((element) => getComputedStyle(element).fontSize), "14px");
  assert.equal(await line.locator("code").evaluate((element) => getComputedStyle(element).position), "static");
  const theirs = await site.page.locator("#theirs").evaluate((element) => getComputedStyle(element).display);
  assert.equal(theirs, "none", "their own rule still holds");
  assert.deepEqual(await site.page.evaluate(() => Object.keys(window).filter((name) => /escap/i.test(name))), []);
  await site.close();
});

test("authors style it by properties and parts", async () => {
  const head = "<style>go-escape { --escapade-heap: rgb(1, 2, 3); --escapade-code-size: 20px; } go-escape::part(words-heap) { outline: 3px solid rgb(4, 5, 6); }</style>";
  const site = await blog.visit(page(script() + widget(BAD), { head }));
  await verdicts(site.widget);
  const style = await site.widget.locator("button.words.is-heap").evaluate((element) => {
    const { color, outlineColor } = getComputedStyle(element);
    return { color, outlineColor, size: getComputedStyle(element.parentElement).fontSize };
  });
  assert.deepEqual(style, { color: "rgb(1, 2, 3)", outlineColor: "rgb(4, 5, 6)", size: "20px" });
  await site.close();
});

for (const [name, view] of Object.entries({ wide: { width: 900, height: 900 }, narrow: { width: 340, height: 900 } })) {
  for (const theme of ["light", "dark"]) {
    for (const lang of ["en", "zh"]) {
      test(`axe finds nothing: ${name}, ${theme}, ${lang}`, async () => {
        const body = `${script()}${widget(BAD, `theme="${theme}" highlight="7" expanded="why"`)}${widget(FMT, `theme="${theme}" quiz`)}${widget(BAD, `theme="${theme}" lines="5-8"`)}`;
        const dark = theme === "dark" ? "<style>:root { background: #111; color: #eee; color-scheme: dark }</style>" : "";
        const site = await blog.visit(page(body, { lang, head: dark, attributes: name === "narrow" ? 'dir="rtl"' : "" }), { viewport: view });
        await site.widget.locator(".why").nth(1).waitFor();
        await site.page.locator("go-escape").nth(1).locator(".guess").first().waitFor();
        await site.page.locator("go-escape").nth(2).getByRole("button", { name: lang === "zh" ? "编辑" : "Edit" }).click();
        await site.page.locator("go-escape").nth(2).locator(".cm-words").first().waitFor();
        const { violations } = await new AxeBuilder({ page: site.page }).analyze();
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`), []);
        const overflow = await site.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
        await site.page.screenshot({ path: join(RESULTS, `widget-${name}-${theme}-${lang}.png`), fullPage: true });
        await site.close();
      });
    }
  }
}
