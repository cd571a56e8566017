// Reading what the reader opens or drops: files, several files, folders. What
// is no text, or too long, is not taken.

/** The longest document, in bytes, and the most files of one; files.rs has the same. */
const LONGEST = 1 << 20;
const MOST = 500;

/** Folders that hold nothing of the program. */
const SKIPPED = /^(\.|_|testdata$|vendor$|node_modules$)/;

const WANTED = /(\.(go|s|txtar|txt)|^go\.mod)$/;

/**
 * The files among what was dropped (see collect.js), by path; nothing if there
 * is more than can be opened.
 *
 * @param {(File | FileSystemEntry)[]} dropped
 * @returns {Promise<[string, string][] | undefined>}
 */
export async function read(dropped) {
  const files = [];
  let length = 0;
  const add = async (path, file) => {
    length += file.size;
    if (files.length >= MOST || length > LONGEST) throw new RangeError("too much");
    files.push([path, await text(file)]);
  };
  const walk = async (entry, path) => {
    if (entry.isFile) return add(path, await new Promise((found, failed) => entry.file(found, failed)));
    const reader = entry.createReader();
    for (;;) {
      // A hundred at a time.
      const entries = await new Promise((found, failed) => reader.readEntries(found, failed));
      if (entries.length === 0) return undefined;
      for (const inner of entries) {
        const wanted = inner.isFile ? WANTED.test(inner.name) : !SKIPPED.test(inner.name);
        if (wanted) await walk(inner, `${path}/${inner.name}`);
      }
    }
  };
  try {
    for (const one of dropped) await (one instanceof File ? add(one.name, one) : walk(one, one.name));
  } catch {
    return undefined;
  }
  return within(files).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A text as it is, byte order mark and all. */
async function text(file) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
}

/** Without the folder that all of them are in. */
function within(files) {
  const [first] = files.map(([path]) => path.slice(0, path.indexOf("/") + 1));
  const common = first && files.every(([path]) => path.startsWith(first));
  return common ? within(files.map(([path, text]) => [path.slice(first.length), text])) : files;
}

/** Lets the reader choose files; nothing if none is chosen. */
export function choose() {
  return new Promise((chosen) => {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, accept: ".go,.mod,.txtar,.txt,.s" });
    input.addEventListener("change", () => chosen([...input.files]));
    input.addEventListener("cancel", () => chosen([]));
    input.click();
  });
}
