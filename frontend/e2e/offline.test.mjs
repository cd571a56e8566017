// Without a server, through updates good and bad, and with texts that come
// from outside the page.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { lists, writeServiceWorker } from "../offline/precache.js";
import { serve } from "./serve.mjs";
import { DIST, open, start, stop } from "./site.mjs";

let folder;
const versions = {};

before(async () => {
  await start();
  folder = await mkdtemp(join(tmpdir(), "escapade-offline-"));
  versions.first = await version("first", () => {});
  versions.second = await version("second", changeApp);
  // It names a file that the server does not have.
  versions.broken = await version("broken", changeApp);
  await rm(join(versions.broken, (await readdir(versions.broken)).find((name) => name === "app-00000000000000ff.js")));
  // A page of another version came between.
  versions.mixed = await version("mixed", changeApp);
  await cp(join(versions.first, "index.html"), join(versions.mixed, "index.html"));
});

after(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** A copy of the site, changed, with the service worker that a build would have. */
async function version(name, change) {
  const dir = join(folder, name);
  await cp(DIST, dir, { recursive: true });
  await change(dir);
  await writeServiceWorker(dir);
  return dir;
}

/** A change of the app: its script has another content, so another name. */
async function changeApp(dir) {
  const [old] = (await readdir(dir)).filter((name) => /^app-[0-9a-f]+\.js$/.test(name));
  const script = await readFile(join(dir, old), "utf8");
  await rename(join(dir, old), join(dir, "app-00000000000000ff.js"));
  await writeFile(join(dir, "app-00000000000000ff.js"), `${script}\nglobalThis.isSecond = true;\n`);
  const page = await readFile(join(dir, "index.html"), "utf8");
  await writeFile(join(dir, "index.html"), page.replaceAll(old, "app-00000000000000ff.js"));
}

/** A server that can be stopped and go on with another version at the same address. */
async function host(dir) {
  let server = await serve(dir, { base: "/a/b/" });
  const { url } = server;
  const stop = async () => server.close();
  return {
    url,
    stop,
    async go(dir) {
      await stop();
      server = await serve(dir, { base: "/a/b/", port: Number(new URL(url).port) });
    },
  };
}

const SECOND = () => globalThis.isSecond === true;
const READY = "Ready to work offline.";
const UPDATE = "An update is available.";

const visit = (server, options) => open({ url: server.url, serviceWorkers: "allow", ...options });

/** Waits until the site works without its server, and dismisses the notice that says so. */
async function ready(site) {
  await site.settled();
  const notice = site.page.locator(".notice", { hasText: READY });
  await notice.waitFor();
  const top = () => site.page.locator(".layout").evaluate((layout) => layout.getBoundingClientRect().top);
  const beside = await top();
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
  assert.equal(beside, await top(), "nothing moves when something is said");
}

/** What a visit keeps in its caches, by the last word of their names. */
const kept = (site) => site.page.evaluate(async () => {
  const all = {};
  for (const name of await caches.keys()) {
    all[name.split(" ")[0]] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  }
  return all;
});

const lookForUpdate = (site) => site.page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  const { installing } = registration;
  if (!installing) return "none";
  return new Promise((state) => installing.addEventListener("statechange", () => {
    if (["installed", "redundant"].includes(installing.state)) state(installing.state);
  }));
});

const program = (path) => `package main\n\nimport "${path}"\n\nvar _ ${path.split("/").at(-1)}.${{ strings: "Builder", "net/http": "Client" }[path]}\n\nfunc main() {\n\tx := new(int)\n\tprintln(*x)\n}\n`;

test("works with the server stopped: page, editor, worker, examples, packs", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#example=return-address/bad.go" });
  await ready(site);
  const { packs } = await lists(versions.first);
  while ((await kept(site))["escapade-packs"]?.length !== packs.length) await site.page.waitForTimeout(500);
  await server.stop();

  await site.page.reload();
  await site.settled();
  assert.equal(await site.page.locator(".notice").count(), 0, "told once");
  await site.page.locator('.examples a[href^="#example=return-slice/"]').click();
  await site.page.locator(".about h2", { hasText: "slice" }).waitFor();
  await site.settled();
  assert.equal(await site.text(), await readFile(join(DIST, "examples/return-slice/bad.go"), "utf8"));
  await site.page.locator("#tab-learn").click();
  await site.page.locator(".lesson", { hasText: "slices.Clone" }).waitFor();
  await site.page.locator(".learn [data-view=sheet]").click();
  await site.page.locator(".learn table").first().waitFor();
  await site.page.locator("#tab-verdicts").click();
  await site.page.locator('.examples a[href="#scratch"]').click();
  await site.settled();
  for (const path of ["strings", "net/http"]) {
    await site.fill(program(path));
    await site.settled();
    assert.equal(await site.page.locator("#pane .row.error").count(), 0);
    assert.doesNotMatch(await site.status.innerText(), /assumed/);
  }
  await site.page.locator(".status a").click();
  await site.page.getByRole("heading", { name: "Privacy" }).waitFor();
  await site.page.goto(`${server.url}index.html?q=1#scratch`);
  await site.settled();
  assert.equal(await site.text(), program("net/http"));
  await site.close();
});

test("what the core set has, is there without the rest", async () => {
  const server = await host(versions.first);
  const site = await visit(server, {
    path: "#scratch",
    before: (page) => page.addInitScript(() => {
      Object.defineProperty(navigator, "connection", { value: { saveData: true } });
    }),
  });
  await ready(site);
  await server.stop();
  await site.page.reload();
  await site.settled();
  assert.deepEqual((await kept(site))["escapade-packs"] ?? [], [], "data are dear, so nothing more was fetched");
  await site.fill(program("strings"));
  await site.settled();
  assert.doesNotMatch(await site.status.innerText(), /assumed/);
  await site.fill(program("net/http"));
  await site.page.getByText("Part of the standard library could not be loaded").waitFor();
  await site.close({ except: [/std\/.*\.txt/, /ERR_FAILED|ERR_CONNECTION_REFUSED/] });
});

test("nothing of it is loaded before the first verdicts", async () => {
  const server = await host(versions.first);
  const asked = [];
  let early;
  const site = await visit(server, {
    serviceWorkers: "block",
    before: async (page) => {
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.route("**/worker-*_bg.wasm", async (route) => {
        await page.locator(".cm-content").waitFor();
        await page.waitForTimeout(1_000);
        early = [...asked];
        await route.continue();
      });
    },
  });
  await site.settled();
  const offline = /\/(sw|offline-[0-9a-f]+)\.js$/;
  assert.deepEqual(early.filter((path) => offline.test(path)), []);
  while (!asked.some((path) => offline.test(path))) await site.page.waitForEvent("request");
  await site.close();
  await server.stop();
});

test("an update is offered, waits, and keeps what was written a moment ago", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#example=return-address/bad.go" });
  await ready(site);
  const before = (await kept(site))["escapade-core"];
  await server.go(versions.second);
  assert.equal(await lookForUpdate(site), "installed");
  const notice = site.page.locator(".notice", { hasText: UPDATE });
  await notice.getByRole("button", { name: "Later" }).click();
  await notice.waitFor({ state: "detached" });
  await site.page.reload();
  await site.settled();
  assert.equal(await site.page.evaluate(SECOND), false, "the old version goes on");

  await notice.waitFor();
  await site.select("package main");
  await site.page.keyboard.type("package main // 草稿");
  const draft = await site.text();
  await Promise.all([site.page.waitForNavigation(), notice.getByRole("button", { name: "Reload" }).click()]);
  await site.settled();
  assert.equal(await site.page.evaluate(SECOND), true);
  assert.equal(await site.text(), draft);
  assert.match(site.page.url(), /#example=return-address\/bad\.go$/);
  assert.equal(await notice.count(), 0);
  const gone = before.filter((path) => /\/app-[0-9a-f]+\.js$/.test(path));
  const after = (await kept(site))["escapade-core"];
  assert.equal(gone.length, 1);
  assert.ok(!after.includes(gone[0]) && after.some((path) => path.endsWith("/app-00000000000000ff.js")));
  await server.stop();
  await site.page.reload();
  await site.settled();
  assert.equal(await site.page.evaluate(SECOND), true, "the new version is whole");
  await site.close();
});

test("no update where the text would be lost", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#scratch" });
  await ready(site);
  await server.go(versions.second);
  await lookForUpdate(site);
  await site.page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await site.fill("package main // precious");
  await site.page.locator(".notice", { hasText: UPDATE }).getByRole("button", { name: "Reload" }).click();
  await site.page.getByText("This browser does not keep your changes").waitFor();
  assert.equal(await site.text(), "package main // precious");
  assert.equal(await site.page.evaluate(SECOND), false);
  await site.close();
  await server.stop();
});

test("the other pages are told, and keep their texts", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#scratch" });
  await ready(site);
  const other = await site.context.newPage();
  await other.goto(`${server.url}#example=return-slice/bad.go`);
  await other.locator(".summary[data-status=Current]").waitFor();
  await server.go(versions.second);
  await lookForUpdate(site);
  await site.page.locator(".notice", { hasText: UPDATE }).getByRole("button", { name: "Reload" }).click();
  await site.page.waitForFunction(SECOND);
  const notice = other.locator(".notice", { hasText: "Another tab has updated Escapade." });
  await notice.waitFor();
  assert.equal(await other.evaluate(SECOND), false);
  await notice.getByRole("button", { name: "Reload" }).click();
  await other.waitForFunction(SECOND);
  await site.close();
  await server.stop();
});

for (const broken of ["broken", "mixed"]) {
  test(`an update that is ${broken} is not installed, and the next one is`, async () => {
    const server = await host(versions.first);
    const site = await visit(server, { path: "#scratch" });
    await ready(site);
    await server.go(versions[broken]);
    assert.equal(await lookForUpdate(site), "redundant");
    await server.stop();
    await site.page.reload();
    await site.settled();
    assert.equal(await site.page.locator(".notice").count(), 0);
    assert.equal(await site.page.evaluate(SECOND), false);
    await server.go(versions.second);
    assert.equal(await lookForUpdate(site), "installed");
    await site.page.locator(".notice", { hasText: UPDATE }).waitFor();
    await site.close({ except: [/404/, /integrity/] });
    await server.stop();
  });
}

test("?reset asks the server for everything, and leaves texts alone", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#scratch" });
  await ready(site);
  await site.fill("package main // mine");
  await site.page.locator(".edited").waitFor();
  await server.go(versions.second);
  await site.page.goto(`${server.url}?reset`);
  await site.page.waitForFunction(SECOND);
  assert.equal(site.page.url().split("#")[0], server.url);
  await site.page.locator('.examples a[href="#scratch"]').click();
  await site.settled();
  assert.equal(await site.text(), "package main // mine");
  await site.page.getByText(READY).waitFor();
  assert.deepEqual((await kept(site))["escapade-core"].filter((path) => /\/app-[0-9a-f]+\.js$/.test(path)).map((path) => path.slice(5)), ["app-00000000000000ff.js"]);
  await site.close();
  await server.stop();
});

test("a page whose parts are gone from the server says what to do", async () => {
  const server = await host(versions.first);
  let gone = true;
  const site = await visit(server, {
    serviceWorkers: "block",
    before: (page) => page.context().route("**/app-*.js", (route) => (gone ? route.fulfill({ status: 404 }) : route.continue())),
  });
  const link = site.page.getByRole("link", { name: "Load everything again" });
  await link.waitFor();
  gone = false;
  await link.click();
  await site.settled();
  assert.equal(site.page.url().split("#")[0], server.url);
  await site.close({ except: [/404/, /dynamically imported/] });
  await server.stop();
});

test("only the page's own words mean anything to the service worker", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#scratch" });
  await ready(site);
  await server.go(versions.second);
  await lookForUpdate(site);
  const state = await site.page.evaluate(async () => {
    const { waiting, active } = await navigator.serviceWorker.ready;
    for (const word of [null, 1, { type: "activate" }, ["activate"], "ACTIVATE", { type: "SKIP_WAITING" }, new Uint8Array(9)]) {
      waiting.postMessage(word);
      active.postMessage(word);
    }
    await new Promise((later) => setTimeout(later, 500));
    return waiting.state;
  });
  assert.equal(state, "installed");
  await site.close();
  await server.stop();
});

/** Sends a text to the app as the system's share dialog does. */
async function share(site, server, fields) {
  await site.page.goto("about:blank");
  await site.page.evaluate(async ([action, fields]) => {
    const form = Object.assign(document.createElement("form"), { action, method: "POST", enctype: "multipart/form-data" });
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement(value?.text === undefined ? "textarea" : "input");
      input.name = name;
      if (value?.text === undefined) {
        input.value = value;
      } else {
        const files = new DataTransfer();
        files.items.add(new File([value.repeat ? value.text.repeat(value.repeat) : value.text], value.name));
        input.type = "file";
        input.files = files.files;
      }
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [`${server.url}share`, fields]);
}

test("texts that are shared are opened, kept, and never put over others", async () => {
  const server = await host(versions.first);
  const site = await visit(server, { path: "#scratch" });
  await ready(site);
  const text = "package main\n\nfunc main() { println(new(int)) } // <b>分享</b>\n";
  await share(site, server, { title: "snippet", text });
  await site.page.locator(".about h2", { hasText: "snippet.go" }).waitFor();
  await site.settled();
  assert.equal(await site.text(), text);
  await site.fill("package main // changed");
  await site.page.waitForFunction(() => localStorage.getItem("escapade:own:snippet.go").endsWith("\npackage main // changed\n"));

  await server.stop();
  await share(site, server, { title: "", text: "", file: { name: "snippet.go", text } });
  await site.page.locator(".about h2", { hasText: "snippet-2.go" }).waitFor();
  await site.settled();
  assert.equal(await site.text(), text);
  await site.page.locator(".examples a", { hasText: "snippet.go" }).click();
  await site.settled();
  assert.equal(await site.text(), "package main // changed");
  assert.equal((await kept(site))["escapade-received"].length, 0);

  site.page.once("dialog", (dialog) => dialog.accept());
  await site.page.getByRole("button", { name: "Remove" }).click();
  await site.page.locator(".about h2", { hasText: "Your own program" }).waitFor();
  assert.equal(await site.page.locator(".examples a", { hasText: "snippet.go" }).count(), 0);
  assert.equal(await site.page.evaluate(() => localStorage.getItem("escapade:own:snippet.go")), null);
  await site.page.reload();
  await site.settled();
  assert.equal(await site.page.locator(".examples a", { hasText: "snippet-2.go" }).count(), 1);

  await share(site, server, { title: "long", text: "", file: { name: "long.go", text: "x".repeat(1024), repeat: 2000 } });
  await site.page.getByText("This could not be opened").waitFor();
  assert.equal(site.page.url().split("#")[0], server.url);
  await site.close();
});

test("files that the system opens with the app are documents of their own", async () => {
  const server = await host(versions.first);
  const site = await visit(server, {
    path: "#scratch",
    locale: "zh-CN",
    // Headless Chromium installs no apps: what it would give to one.
    before: (page) => page.addInitScript(() => {
      const handle = (name, size) => ({ getFile: async () => new File([`package main // ${name}\n`.padEnd(size)], name) });
      Object.defineProperty(window, "launchQueue", {
        value: { setConsumer: (consumer) => consumer({ files: [handle("a b.go", 0), handle("大.go", 2_000_000)] }) },
      });
    }),
  });
  await site.page.locator(".about h2", { hasText: "a b.go" }).waitFor();
  await site.settled();
  assert.equal(await site.text(), "package main // a b.go\n");
  await site.page.getByText("无法打开：内容超过 1 MB").waitFor();
  assert.match(site.page.url(), /#own=a%20b\.go$/);
  await site.page.goto(`${server.url}#own=none.go`);
  await site.page.getByText("无法加载此示例。").waitFor();
  await site.close();
  await server.stop();
});

test("the manifests have all that an app needs, in both languages", async () => {
  const manifests = {};
  for (const [lang, file] of [["en", "manifest.webmanifest"], ["zh-Hans", "manifest.zh.webmanifest"]]) {
    const manifest = JSON.parse(await readFile(join(DIST, file), "utf8"));
    manifests[lang] = manifest;
    assert.equal(manifest.lang, lang);
    for (const field of ["name", "short_name", "description"]) assert.ok(manifest[field], field);
    assert.ok(manifest.short_name.length <= 12);
    const addresses = [manifest.start_url, manifest.scope, manifest.share_target.action, manifest.file_handlers[0].action];
    for (const url of [...addresses, ...manifest.shortcuts.map(({ url }) => url)]) assert.match(url, /^\.\//, "relative, for every path");
    assert.equal(manifest.display, "standalone");
    assert.deepEqual(manifest.file_handlers[0].accept["text/x-go"], [".go"]);
    assert.ok(manifest.launch_handler.client_mode.includes("focus-existing"));
    const pictures = [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap(({ icons }) => icons)];
    for (const { src, sizes, type } of pictures) {
      const bytes = await readFile(join(DIST, src));
      if (type !== "image/png") continue;
      assert.equal(bytes.toString("latin1", 1, 4), "PNG", src);
      assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
    }
    for (const purpose of ["any", "maskable"]) {
      const has = manifest.icons.filter((icon) => icon.purpose === purpose).map(({ sizes }) => sizes);
      assert.ok(has.includes("192x192") && has.includes("512x512"), purpose);
    }
    assert.deepEqual(manifest.screenshots.map(({ form_factor }) => form_factor).sort(), ["narrow", "wide"]);
  }
  const shape = (value) => JSON.stringify(value, (key, value) => (["name", "short_name", "description", "label", "lang"].includes(key) || key === "src" ? undefined : value));
  assert.equal(shape(manifests.en), shape(manifests["zh-Hans"]), "one app in two languages");
  for (const [locale, file] of [["en-GB", "manifest.webmanifest"], ["zh-CN", "manifest.zh.webmanifest"]]) {
    const site = await open({ locale });
    await site.settled();
    assert.equal(await site.page.getAttribute("link[rel=manifest]", "href"), file);
    const client = await site.context.newCDPSession(site.page);
    const { url, errors } = await client.send("Page.getAppManifest");
    assert.ok(url.endsWith(`/${file}`));
    assert.deepEqual(errors, []);
    await site.close();
  }
});
