// Names that follow the content. Trunk gives them to what it knows; the rest
// of a build (the worker, the editor, the scripts that start things) gets them
// here. So whatever is cached, by whom and for how long, one build's files are
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
  ["worker.js", ["worker_boot.js"]],
  ["worker_boot.js", ["index.html"]],
  ["editor-chunk.js", ["editor.js", "editor-extras.js"]],
  ["editor-extras.js", ["editor.js"]],
  ["editor.js", ["index.html", "embed/"]],
  ["learn.js", ["index.html"]],
  ["offline.js", ["index.html"]],
  ["share.js", ["index.html"]],
  ["boot.js", ["index.html"]],
];

/** Whether a path's file name says which content it has. */
export const isNamed = (path) => /-[0-9a-f]{10,16}(_bg)?\.(css|js|wasm)$/.test(path);

/** A name for a content. */
export const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Names the parts of the site in `dir`; whether each is there is up to the build. */
export async function nameParts(dir) {
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
  // The worker asks for the index of the packs with the query that it was
  // itself asked for with, and for each pack with the hash that the index has.
  const index = await readFile(join(dir, "std/index.txt"));
  const page = join(dir, "index.html");
  const text = await readFile(page, "utf8");
  await writeFile(page, text.replace(/(data-worker="[^"?]*)/, `$1?${digest(index)}`));
}
