// The worker that finds edits, seen from the page. One question is asked at a
// time and only the latest waits; a worker that is silent for too long is ended,
// and another one takes the next question.

const PATIENCE = 10_000;
/** To load it, and the packs of what a program imports, may take long. */
const START_PATIENCE = 90_000;

let worker;
let ready = false;
let answered = false;
let watchdog;
let number = 0;
/** The question that the worker is at, and the one that waits. */
let asked;
let waiting;

/** An answer to `request`; `undefined` if another question has come, or none is left. */
export function ask(request) {
  waiting?.resolve(undefined);
  waiting = undefined;
  if (!request) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    waiting = { id: (number += 1), request, resolve, reject };
    send();
  });
}

function send() {
  if (asked || !waiting) return;
  worker ??= start();
  watch(answered ? PATIENCE : START_PATIENCE);
  if (!ready) return;
  asked = waiting;
  waiting = undefined;
  worker.postMessage({ id: asked.id, request: asked.request });
}

function start() {
  const { advisor } = document.querySelector("script[data-advisor]").dataset;
  const fresh = globalThis.escapadeWorker(advisor);
  fresh.onmessage = ({ data }) => {
    if (data.ready) {
      ready = true;
    } else if (data.full) {
      failed("full");
    } else if (asked?.id === data.id) {
      answered = true;
      // What is newer is asked next.
      asked.resolve(waiting ? undefined : data.answer);
      asked = undefined;
      clearTimeout(watchdog);
    }
    send();
  };
  fresh.onerror = fresh.onmessageerror = () => failed();
  return fresh;
}

function watch(patience) {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => failed(), patience);
}

/** Ends the worker; the question that it was at is given up, for want of memory if it is `full`. */
function failed(why = "gone") {
  clearTimeout(watchdog);
  worker?.terminate();
  worker = undefined;
  ready = false;
  answered = false;
  const lost = asked ?? waiting;
  if (lost === waiting) waiting = undefined;
  asked = undefined;
  lost?.reject(new Error(`the worker is ${why}`, { cause: why }));
  send();
}
