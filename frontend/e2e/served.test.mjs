// The folder that `cargo xtask dist` makes, served by nginx and Caddy from
// Debian's packages with the samples that are in it, at the root and below it.
//
// ESCAPADE_NGINX and ESCAPADE_CADDY name the programs, ESCAPADE_NGINX_BROTLI
// nginx's module for files that are compressed with brotli.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { isNamed } from "../offline/names.js";
import { finish } from "../publish/finish.js";
import { caddy, COMMON, FOREVER, FRAMES, nginx } from "../publish/servers.js";
import { DIST, open, start, stop } from "./site.mjs";

const { ESCAPADE_CADDY: CADDY, ESCAPADE_NGINX: NGINX, ESCAPADE_NGINX_BROTLI: NGINX_BROTLI } = process.env;
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
    if (NGINX) servers.push(await run({ base, dir, brotli: NGINX_BROTLI }, nginxCommand, `nginx${index}`));
    if (CADDY) servers.push(await run({ base, dir, brotli: true }, caddyCommand, `caddy${index}`));
  }
});

after(async () => {
  if (skip) return;
  for (const { child } of servers) child.kill();
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts a server for `site` with what `command` says; its own files begin with `name`. */
async function run(site, command, name) {
  const port = await new Promise((free) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => free(port));
    });
  });
  const { program, args, env } = command(site, port, join(scratch, name));
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  const url = `http://127.0.0.1:${port}${site.base}`;
  for (let tries = 0; ; tries += 1) {
    try {
      await get(url);
      return { ...site, child, url };
    } catch (error) {
      if (tries > 100 || child.exitCode !== null) throw new Error(`${name} does not answer: ${said}`, { cause: error });
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

function nginxCommand({ dir, base }, port, work) {
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
  return { program: NGINX, args: ["-c", conf, "-e", "stderr"] };
}

function caddyCommand({ dir, base }, port, work) {
  const conf = `${work}.Caddyfile`;
  writeFileSync(conf, `{\n\tadmin off\n}\n${caddy({ base, root: dir, host: `http://127.0.0.1:${port}` })}`);
  // What it keeps stays in the scratch folder.
  const env = { HOME: scratch, XDG_DATA_HOME: work, XDG_CONFIG_HOME: work };
  return { program: CADDY, args: ["run", "--adapter", "caddyfile", "--config", conf], env };
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
    await site.close();
  }
});
