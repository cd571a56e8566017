// Names that follow the content. Trunk gives them to style sheets; the rest
// of a build (the app, the worker, the editor, the scripts that start things)
// gets them here. So whatever is cached, by whom and for how long, one build's files are
// never mixed with another's: a page asks for the names of its own build, and
// gets those files or none.

import { createHash } from "node:crypto";
import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The parts in an order in which each one's content is settled before it is
 * named, and the files, or folders of scripts, that call it by name.
 */
const PARTS = [
  ["worker_bg.wasm", ["worker_boot.js"]],
  ["worker_whole_bg.wasm", ["worker_boot.js"]],
  ["worker.js", ["worker_boot.js"]],
  ["worker_boot.js", ["index.html"]],
  ["advisor_bg.wasm", ["advisor_boot.js"]],
  ["advisor.js", ["advisor_boot.js"]],
  ["advisor_boot.js", ["index.html"]],
  ["editor-chunk.js", ["editor.js", "editor-extras.js"]],
  ["editor-extras.js", ["editor.js"]],
  ["editor.js", ["index.html", "embed/"]],
  ["learn.js", ["index.html"]],
  ["offline.js", ["index.html"]],
  ["share.js", ["index.html"]],
  ["offers.js", ["index.html"]],
  ["first.js", ["index.html"]],
  ["boot.js", ["index.html"]],
];

/** Whether a path's file name says which content it has. */
export const isNamed = (path) => /-[0-9a-f]{10,16}(_bg)?\.(css|js|wasm)$/.test(path);

/** A name for a content. */
export const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/**
 * Trunk names the app by what it is before wasm-bindgen has seen it, and that
 * has the path of the checkout in it: the same app has another name elsewhere.
 */
async function nameApp(dir) {
  for (const ending of ["_bg.wasm", ".js"]) {
    const old = (await readdir(dir)).find((name) => name.endsWith(ending) && /^app-[0-9a-f]+(_bg)?\.\w+$/.test(name));
    if (!old) throw new Error(`there is no app-…${ending} in ${dir}`);
    const named = `app-${digest(await readFile(join(dir, old)))}${ending}`;
    await rename(join(dir, old), join(dir, named));
    const callers = (await readdir(dir)).filter((name) => /^(index\.html|app-[0-9a-f]+\.js)$/.test(name));
    for (const caller of callers.map((name) => join(dir, name))) {
      await writeFile(caller, (await readFile(caller, "utf8")).replaceAll(old, named));
    }
  }
}

/** Names the parts of the site in `dir`; whether each is there is up to the build. */
export async function nameParts(dir) {
  await nameApp(dir);
  for (const [part, callers] of PARTS) {
    const bytes = await readFile(join(dir, part)).catch(() => undefined);
    if (!bytes) continue;
    const named = part.replace(/(_bg)?\.\w+$/, `-${digest(bytes)}$&`);
    for (const caller of callers) {
      const folder = caller.endsWith("/");
      const files = folder ? await readdir(join(dir, caller)).catch(() => []) : [""];
      for (const file of files.filter((file) => !folder || file.endsWith(".js"))) {
        const path = join(dir, caller, file);
        const text = await readFile(path, "utf8");
        if (!folder && !text.includes(`./${part}`)) throw new Error(`${caller} does not name ./${part}`);
        await writeFile(path, text.replaceAll(`./${part}`, `./${named}`));
      }
    }
    await rename(join(dir, part), join(dir, named));
  }
  // The workers ask for the index of the packs with the query that they were
  // themselves asked for with, and for each pack with the hash that the index has.
  const index = await readFile(join(dir, "std/index.txt"));
  const page = join(dir, "index.html");
  const text = await readFile(page, "utf8");
  await writeFile(page, text.replace(/(data-(?:worker|advisor)="[^"?]*)/g, `$1?${digest(index)}`));
}
