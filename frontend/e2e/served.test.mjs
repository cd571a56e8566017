// The folder that `cargo xtask dist` makes, served by nginx from Debian's
// packages with the sample that is in it, at the root and below it.
//
// ESCAPADE_NGINX names the program, ESCAPADE_NGINX_BROTLI its module for files
// that are compressed with brotli.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { isNamed } from "../offline/names.js";
import { finish } from "../publish/finish.js";
import { COMMON, FOREVER, FRAMES, nginx } from "../publish/servers.js";
import { DIST, open, start, stop } from "./site.mjs";

const { ESCAPADE_NGINX: NGINX, ESCAPADE_NGINX_BROTLI: NGINX_BROTLI } = process.env;
const BASES = ["/", "/a/b/"];

// Told by `cargo xtask test` where no nginx can be had.
const skip = NGINX ? false : "ESCAPADE_NGINX names no program";

let scratch;
const servers = [];

before(async () => {
  if (skip) return;
  await start();
  scratch = mkdtempSync(join(tmpdir(), "escapade-served-"));
  // Not only root's: nginx reads it as another user.
  execFileSync("chmod", ["755", scratch]);
  for (const [index, base] of BASES.entries()) {
    const dir = join(scratch, `site${index}`);
    cpSync(DIST, dir, { recursive: true });
    await finish(dir, base);
    servers.push({ base, dir, ...await run(dir, base, index) });
  }
});

after(async () => {
  if (skip) return;
  for (const { child } of servers) child.kill();
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts nginx over `dir`. */
async function run(dir, base, index) {
  const port = await new Promise((free) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => free(port));
    });
  });
  const work = join(scratch, `nginx${index}`);
  const conf = `${work}.conf`;
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `    ${name}_temp_path ${work}.${name};`);
  writeFileSync(conf, `${NGINX_BROTLI ? `load_module ${NGINX_BROTLI};\n` : ""}daemon off;
pid ${work}.pid;
error_log stderr warn;
events {}
http {
    access_log off;
${paths.join("\n")}
${nginx({ base, root: dir, listen: `127.0.0.1:${port}`, brotli: Boolean(NGINX_BROTLI) })}
}
`);
  execFileSync(NGINX, ["-t", "-q", "-c", conf, "-e", "stderr"]);
  const child = spawn(NGINX, ["-c", conf, "-e", "stderr"], { stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}${base}`;
  for (let tries = 0; ; tries += 1) {
    try {
      await get(url);
      return { child, url };
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

/** A request that takes what it is given: status, headers and the bytes. */
const get = (url, headers = {}) => new Promise((done, failed) => {
  request(url, { headers }, (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part));
    response.on("end", () => done({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }));
  }).on("error", failed).end();
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

test("compressed files are sent to whoever takes them", { skip }, async () => {
  const [{ url, dir }] = servers;
  const index = readFileSync(join(dir, "index.html"));
  const packed = await get(url, { "accept-encoding": "gzip" });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.deepEqual(packed.bytes, readFileSync(join(dir, "index.html.gz")));
  assert.ok(packed.bytes.length < index.length);
  if (NGINX_BROTLI) {
    const brotli = await get(`${url}std/index.txt?0`, { "accept-encoding": "br, gzip" });
    assert.equal(brotli.headers["content-encoding"], "br");
    assert.equal(brotli.headers["cache-control"], FOREVER);
  }
  assert.ok(existsSync(join(dir, "std/fmt.txt.br")));
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
    await site.close();
  }
});
