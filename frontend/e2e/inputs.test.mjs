// Texts that are not programs: the page stays usable and the text as it is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open, start, stop } from "./site.mjs";

before(start);
after(stop);

const binary = Array.from({ length: 2_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join("");

const INPUTS = {
  "nothing": "",
  "binary": binary,
  "lone surrogates": "package main\n// \ud83d \ude00 \ufffd\n",
  "CRLF": "package main\r\n\r\nfunc main() {\r\n\tprintln(1)\r\n}\r\n",
  "lone returns and other separators": "package main\r\rfunc main() {}\u2028\u2029\u0085\v\f\n",
  "a byte order mark": "\ufeffpackage main\n\nfunc main() {}\n",
  "tabs": "\t\t\tpackage\tmain\n\t\t\n",
  "emoji and 中文": "package main\n\nvar 变量, é = \"👩‍👩‍👧‍👦 中文\", '😀'\n\nfunc main() { println(变量, é) }\n",
  "an unfinished string": "package main\n\nvar s = \"no end\n",
  "an unfinished raw string": "package main\n\nvar s = `no end\n\n\n",
  "an unfinished comment": "package main /* no end\n",
  "a thousand brackets": `package main\nvar x = ${"(".repeat(1_000)}1${")".repeat(1_000)}\n`,
  "a thousand blocks": `package main\nfunc main() ${"{".repeat(1_000)}`,
  "a long name": `package main\nvar ${"x".repeat(100_000)} int\n`,
  "NUL": "package main\n\0\n",
  // As deep as the parser lets programs be: no stage may run out of stack.
  "a long sum": `package main\nfunc f(s string) string { return ${Array(950).fill("s").join(" + ")} }\n`,
  "a long else if": `package main\nfunc f(a int) { ${Array.from({ length: 900 }, (_, i) => `if a == ${i} { println(a) }`).join(" else ")} }\n`,
  "long selectors": `package main\ntype T struct{ t *T }\nfunc f(x *T) *T { return x${".t".repeat(240)} }\n`,
  "nested calls": `package main\nfunc g(x int) int { return x }\nvar x = ${"g(".repeat(180)}1${")".repeat(180)}\n`,
  "nested literals": `package main\ntype T struct{ t *T }\nvar x = ${"&T{".repeat(95)}${"}".repeat(95)}\n`,
  "nested functions": `package main\nfunc f(p *int) { ${"func() { ".repeat(60)}println(p)${" }()".repeat(60)} }\n`,
};

for (const [name, text] of Object.entries(INPUTS)) {
  test(`${name}: analysed, and left as it is`, async () => {
    const site = await open({ path: "#scratch" });
    await site.settled();
    await site.fill(text);
    await site.settled();
    assert.equal(await site.text(), text);
    await site.code.focus();
    await site.page.keyboard.press("Control+Home");
    await site.page.keyboard.type("//");
    assert.equal(await site.text(), `//${text}`);
    await site.settled();
    assert.equal(await site.page.locator(".notices .notice").count(), 0);
    await site.close();
  });
}

for (const [name, text] of Object.entries({
  "1 MB of (": "(".repeat(1 << 20),
  "1 MB of lines": "x := &y\n".repeat(1 << 17),
  "1 MB of emoji": "😀".repeat(1 << 18),
})) {
  test(`${name}: typing does not wait`, async () => {
    const site = await open({ path: "#scratch" });
    await site.settled();
    await site.fill(text);
    await site.code.focus();
    await site.page.keyboard.press("Control+Home");
    const longest = await site.page.evaluate(() => {
      window.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
      }).observe({ type: "longtask" });
    }).then(async () => {
      for (const key of "package") await site.page.keyboard.type(key);
      return site.page.evaluate(() => window.longest);
    });
    console.log(`    longest task while typing: ${longest} ms`);
    assert.ok((await site.text()).startsWith("package"));
    await site.page.locator(".summary:not([data-status=Analysing])").waitFor({ timeout: 40_000 });
    assert.equal((await site.text()).length, text.length + 7);
    // Still a page one can use.
    await site.page.locator('.examples a[href^="#example=return-address"]').first().click();
    await site.settled();
    await site.close();
  });
}
