// Starts the analysis, in a worker or in a page, and answers requests. The
// query of this script's address is that of its build, and is handed on.

const { href, search } = new URL(import.meta.url);
const at = (path) => new URL(path, href).href;

const isTrap = (error) => error instanceof WebAssembly.RuntimeError;

/**
 * Whether a trap is one for want of memory: then there is no room for as much
 * again, which is the most that is ever asked for at once. What is out of
 * memory cannot say so itself.
 */
function isFull(memory) {
  try {
    memory.grow(memory.buffer.byteLength / 65536);
    return false;
  } catch {
    return true;
  }
}

/** Loads the analysis; gives what takes messages. Answers go to `post`. */
export async function serve(post) {
  const { default: start, Analyst } = await import(at(`embed.js${search}`));
  const { memory } = await start({ module_or_path: at(`embed_bg.wasm${search}`) });
  const analyst = new Analyst(at("../std/"), search);
  let asked;
  /** After a trap nothing in it can be relied on. */
  const broken = (id, error) => post({ id, error: String(error), broken: isTrap(error), full: isTrap(error) && isFull(memory) });
  // A trap in what waited for packs is in no promise.
  self.addEventListener("error", (event) => {
    if (asked === undefined || !isTrap(event.error)) return;
    event.preventDefault();
    broken(asked, event.error);
  });
  return async ({ id, request }) => {
    asked = id;
    try {
      post({ id, answer: await analyst.answer(request, () => post({ id, loading: true })) });
    } catch (error) {
      broken(id, error);
    }
  };
}
