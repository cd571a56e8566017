// Starts the analysis, in a worker or in a page, and answers requests. The
// query of this script's address is that of its build, and is handed on.

const { href, search } = new URL(import.meta.url);
const at = (path) => new URL(path, href).href;

/** Loads the analysis; gives what takes messages. Answers go to `post`. */
export async function serve(post) {
  const { default: start, Analyst } = await import(at(`embed.js${search}`));
  await start({ module_or_path: at(`embed_bg.wasm${search}`) });
  const analyst = new Analyst(at("../std/"), search);
  return async ({ id, request }) => {
    try {
      post({ id, answer: await analyst.answer(request, () => post({ id, loading: true })) });
    } catch (error) {
      // After a trap nothing in it can be relied on.
      post({ id, error: String(error), broken: error instanceof WebAssembly.RuntimeError });
    }
  };
}
