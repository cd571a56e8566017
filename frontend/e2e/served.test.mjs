// The folder that `cargo xtask dist` makes, served by nginx and Caddy from
// Debian's packages with the samples that are in it, at the root and below it.
//
// ESCAPADE_NGINX and ESCAPADE_CADDY name the programs, ESCAPADE_NGINX_BROTLI
// nginx's module for files that are compressed with brotli.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { isNamed } from "../offline/names.js";
import { finish } from "../publish/finish.js";
import { headersOf } from "../publish/headers.mjs";
import { COMMON, FOREVER, FRAMES } from "../publish/servers.js";
import { CADDY, get, NGINX, startCaddy, startNginx } from "./servers.mjs";
import { DIST, open, start, stop } from "./site.mjs";

const BASES = ["/", "/a/b/"];

// Where `cargo xtask test` can install neither.
const skip = NGINX || CADDY ? false : "neither ESCAPADE_NGINX nor ESCAPADE_CADDY names a program";

let scratch;
const servers = [];

before(async () => {
  if (skip) return;
  await start();
  scratch = mkdtempSync(join(tmpdir(), "escapade-served-"));
  // Not only root's: servers read it as another user.
  execFileSync("chmod", ["755", scratch]);
  for (const [index, base] of BASES.entries()) {
    const dir = join(scratch, `site${index}`);
    cpSync(DIST, dir, { recursive: true });
    await finish(dir, base);
    if (NGINX) servers.push(await startNginx({ base, dir, work: join(scratch, `nginx${index}`) }));
    if (CADDY) servers.push(await startCaddy({ base, dir, work: join(scratch, `caddy${index}`) }));
  }
});

after(async () => {
  if (skip) return;
  for (const server of servers) server.close();
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

test("every file is there, with its type, its headers and its hash", { skip }, async () => {
  for (const { url, dir } of servers) {
    const sums = readFileSync(join(dir, "SHA256SUMS"), "utf8").trim().split("\n").map((line) => line.split("  "));
    assert.ok(sums.length > 100);
    for (const [hash, path] of sums) {
      if (/^(npm|server|std)\/|\.(br|gz)$/.test(path)) continue;
      const { status, headers, bytes } = await get(url + path);
      assert.equal(status, 200, path);
      assert.equal(createHash("sha256").update(bytes).digest("hex"), hash, path);
      assert.equal(headers["cache-control"], isNamed(path) ? FOREVER : "no-cache", path);
      for (const [name, value] of Object.entries(COMMON)) assert.equal(headers[name.toLowerCase()], value, path);
      const framed = path.endsWith(".html") && path !== "embed.html" ? FRAMES : undefined;
      assert.equal(headers["content-security-policy"], framed, path);
      if (path.endsWith(".wasm")) assert.equal(headers["content-type"], "application/wasm");
      if (path.endsWith(".js")) assert.equal(headers["content-type"], "text/javascript; charset=utf-8");
      if (path.endsWith(".webmanifest")) assert.equal(headers["content-type"], "application/manifest+json; charset=utf-8");
    }
  }
});

test("_headers says what the servers send, within Cloudflare's limits", { skip }, async () => {
  const { url, dir } = servers[0];
  const file = join(dir, "_headers");
  const lines = readFileSync(file, "utf8").split("\n");
  assert.ok(lines.filter((line) => line.startsWith("/")).length <= 100, "rules");
  assert.ok(lines.every((line) => line.length <= 2000), "characters in a line");
  const told = await headersOf(file);
  // Where nothing is told, these hosts ask again.
  const words = { ...COMMON, "Cache-Control": "no-cache", "Content-Security-Policy": undefined };
  for (const path of ["", "embed/", ...readdirSync(dir), ...readdirSync(join(dir, "embed")).map((name) => `embed/${name}`)]) {
    if (/^(_headers|\.nojekyll)$|\.(br|gz)$/.test(path) || (path && !path.endsWith("/") && !statSync(join(dir, path)).isFile())) continue;
    const { headers } = await get(url + path);
    for (const [name, otherwise] of Object.entries(words)) {
      assert.equal(told(`/${path}`)[name] ?? otherwise, headers[name.toLowerCase()], `${path}: ${name}`);
    }
  }
});

test("compressed files are sent to whoever takes them", { skip }, async () => {
  for (const { url, dir, brotli } of servers) {
    const packed = await get(url, { "accept-encoding": "gzip" });
    assert.equal(packed.headers["content-encoding"], "gzip", url);
    assert.deepEqual(packed.bytes, readFileSync(join(dir, "index.html.gz")));
    assert.ok(packed.bytes.length < readFileSync(join(dir, "index.html")).length);
    const index = await get(`${url}std/index.txt?0`, { "accept-encoding": "br, gzip" });
    assert.equal(index.headers["content-encoding"], brotli ? "br" : "gzip", url);
    assert.equal(index.headers["cache-control"], FOREVER);
  }
});

test("what is not there has a page that leads back", { skip }, async () => {
  for (const { url, base } of servers) {
    const { status, bytes } = await get(`${url}no/such/thing`);
    assert.equal(status, 404);
    assert.match(String(bytes), new RegExp(`href="${base}"`));
  }
});

test("the app runs, asks nobody else for anything and keeps only what is the reader's", { skip }, async () => {
  for (const { url } of servers) {
    // `open` notes requests to other origins and refused ones: `close` wants none.
    const site = await open({ url });
    await site.settled();
    await site.fill("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(new(int)) }\n");
    await site.words.filter({ hasText: "heap" }).first().waitFor();
    assert.deepEqual(await site.context.cookies(), []);
    const kept = await site.page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));
    assert.ok(kept.every((key) => key.startsWith("escapade")), kept.join());
    // What is asked for by a name that says its content is never another build's.
    const loaded = await site.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
    const parts = loaded.filter((path) => /\.(css|js|wasm)$/.test(path) && !path.endsWith("/sw.js"));
    assert.ok(parts.length >= 8, parts.join());
    assert.deepEqual(parts.filter((path) => !isNamed(path)), []);
    await site.close();
  }
});
