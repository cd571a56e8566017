// Starts the worker's wasm. Its files have the same names in every build, so
// the page asks for this script with its own build's name as the query, and
// that is handed on: no cache can pair a page with another build's worker.

const { search } = new URL(import.meta.url);
const { default: start } = await import(`./worker.js${search}`);
await start({ module_or_path: new URL(`./worker_bg.wasm${search}`, import.meta.url) });
