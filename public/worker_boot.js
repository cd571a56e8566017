// Starts the worker's wasm. A build names its files by their content
// (frontend/offline/names.js), in here too.

const { default: start } = await import("./worker.js");
await start({ module_or_path: new URL("./worker_bg.wasm", import.meta.url) });
