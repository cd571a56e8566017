// The whole state of a program in the fragment of an address: JSON, deflated,
// in base64url, behind a version. Nothing of it reaches a server.
//
// What comes back may be from anybody: it is bounded while it is inflated, and
// every part of it has to be what it should be.

/** The form that is written, and read. */
const VERSION = 1;

/** The longest program, in bytes; files.rs has the same. */
const LONGEST = 1 << 20;

/** What JSON adds to a program at most: `\u0000` for one byte. */
const INFLATED = 6 * LONGEST;

const PREFIX = "#share=";

/**
 * @typedef {{name: string, files: [string, string][], open: string, from: number, to: number,
 *   lang: string, noInlining: boolean, go: string}} State
 */

/** The fragment for a state. */
export async function fragment(/** @type {State} */ { name, files, open, from, to, lang, noInlining, go }) {
  const json = JSON.stringify({ name, files, open, at: [from, to], lang, ...(noInlining && { l: 1 }), ...(go && { go }) });
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `${PREFIX}${VERSION}.${base64url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

/** The state that a fragment holds; `later` if only a newer version can say, `broken` if nobody can. */
export async function read(/** @type {string} */ fragment) {
  const [, version, data] = /^#share=(\d{1,9})\.([\w-]*)$/.exec(fragment) ?? [];
  if (version && Number(version) > VERSION) return "later";
  if (Number(version) !== VERSION || data.length > INFLATED) return "broken";
  try {
    return state(JSON.parse(await inflated(bytes(data)))) ?? "broken";
  } catch {
    return "broken";
  }
}

/** What was deflated, if it is not more than there can be. */
async function inflated(data) {
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > INFLATED) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** @returns {State | undefined} */
function state({ name, files, open, at, lang, l, go }) {
  const strings = (...all) => all.every((one) => typeof one === "string");
  const isFile = (file) => Array.isArray(file) && file.length === 2 && strings(...file);
  if (!strings(name, open, lang) || !Array.isArray(files) || files.length === 0 || !files.every(isFile)) return undefined;
  const [from, to] = Array.isArray(at) && at.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31) ? at : [];
  return {
    name: name.slice(0, 80), files, open, from: from ?? 0, to: to ?? from ?? 0, lang, noInlining: l === 1,
    go: strings(go) && /^go1\.\d{1,3}$/.test(go) ? go : "",
  };
}

/** In pieces: a call takes only so many arguments. */
function base64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
