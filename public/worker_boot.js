// Starts the worker's wasm. A build names its files by their content
// (frontend/offline/names.js), in here too.

const { default: start } = await import("./worker.js");
const { memory } = await start({ module_or_path: new URL("./worker_bg.wasm", import.meta.url) });

// What is out of memory cannot say so itself: it traps like any other fault.
// Then there was no room for as much again, which is the most that is ever
// asked for at once.
addEventListener("error", (event) => {
  try {
    memory.grow(memory.buffer.byteLength / 65536);
  } catch {
    event.preventDefault();
    postMessage("out of memory");
  }
});
