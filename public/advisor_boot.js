// The worker that finds edits: starts its wasm, says when it is ready and
// answers requests. A build names its files by their content
// (frontend/offline/names.js), in here too.

const { default: start, Advisor } = await import("./advisor.js");
const { memory } = await start({ module_or_path: new URL("./advisor_bg.wasm", import.meta.url) });
const advisor = new Advisor("./std/", self.location.search);
let asked;
// What is out of memory traps like any other fault, and cannot say which one it
// is: see worker_boot.js.
self.addEventListener("error", (event) => {
  try {
    memory.grow(memory.buffer.byteLength / 65536);
  } catch {
    event.preventDefault();
    self.postMessage({ id: asked, full: true });
  }
});
self.onmessage = async ({ data: { id, request } }) => {
  asked = id;
  try {
    self.postMessage({ id, answer: await advisor.offers(request) });
  } catch (error) {
    // Where the page's listener for errors hears it.
    setTimeout(() => { throw error; });
  }
};
self.postMessage({ ready: true });
