// Starts the worker's wasm. A build names its files by their content
// (frontend/offline/names.js), in here too.
//
// On a first visit that is one of which only what first verdicts need is left
// (frontend/wasm/hollow.js). When it has answered, the whole one is fetched;
// when it meets what is left out, which is a trap, the whole one takes its
// place and is asked everything again that was not answered. The page does not
// notice, but that this may take as long as a network takes. Another page, and
// a worker that replaces one, begins with the whole one: see boot.js.

const whole = new URL("./worker_whole_bg.wasm", import.meta.url);
const hollow = location.hash === "#first" ? new URL("./worker_bg.wasm", import.meta.url) : whole;

/** `Reply::Waiting`, as src/worker/protocol.rs writes it. */
const WAITING = Uint8Array.of(4);

/** What was asked since the last answer, while another wasm may have to answer it. */
let asked = [];
const hear = ({ data }) => asked.push(data);
/** The whole one, from when it is first wanted. */
let fetched;
const fetchWhole = () => (fetched ??= fetch(whole).then((response) => {
  if (!response.ok) throw new Error(`${response.status}: ${whole}`);
  return response.arrayBuffer();
}).then(WebAssembly.compile).catch((error) => {
  fetched = undefined;
  throw error;
}));

/** Called when an answer has been posted. */
self.escapadeAnswered = () => {
  asked = [];
  // If there is no network now there may be one when it is needed.
  if (hollow !== whole) fetchWhole().catch(() => {});
};

/**
 * What is out of memory cannot say so itself: it traps like any other fault.
 * Then there was no room for as much again, which is the most that is ever
 * asked for at once.
 */
function listen(memory) {
  addEventListener("error", (event) => {
    try {
      memory.grow(memory.buffer.byteLength / 65536);
    } catch {
      event.preventDefault();
      postMessage("out of memory");
    }
  });
}

/** How a trap is heard of: in what the browser calls, and in a promise. */
const TROUBLES = ["error", "unhandledrejection"];
let taking = false;
function trapped(event) {
  event.preventDefault();
  if (taking) return;
  taking = true;
  // Where the page's listener for errors hears it.
  takeOver().catch((error) => setTimeout(() => { throw error; }));
}

async function takeOver() {
  const { postMessage } = self;
  self.onmessage = null;
  postMessage(WAITING);
  try {
    const module = await fetchWhole();
    // Another fragment is another instance of the same file.
    const { default: start } = await import("./worker.js#whole");
    // The page knows that there is a worker that is ready.
    self.postMessage = () => {};
    const { memory } = await start({ module_or_path: module });
    listen(memory);
  } finally {
    self.postMessage = postMessage;
    removeEventListener("message", hear);
    for (const trouble of TROUBLES) removeEventListener(trouble, trapped);
  }
  for (const data of asked) self.onmessage({ data });
}

const { default: start } = await import("./worker.js");
if (hollow !== whole) {
  // Before the wasm listens.
  addEventListener("message", hear);
  for (const trouble of TROUBLES) addEventListener(trouble, trapped);
}
const { memory } = await start({ module_or_path: hollow });
if (hollow === whole) listen(memory);
