// The worker that finds edits: starts its wasm, says when it is ready and
// answers requests. A build names its files by their content
// (frontend/offline/names.js), in here too.

const { default: start, Advisor } = await import("./advisor.js");
await start({ module_or_path: new URL("./advisor_bg.wasm", import.meta.url) });
const advisor = new Advisor("./std/", self.location.search);
self.onmessage = async ({ data: { id, request } }) => {
  try {
    self.postMessage({ id, answer: await advisor.offers(request) });
  } catch (error) {
    // Where the page's listener for errors hears it.
    setTimeout(() => { throw error; });
  }
};
self.postMessage({ ready: true });
