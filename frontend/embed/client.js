// Who analyses for this page: one worker for all widgets, or, where the page
// allows none, the page itself.
//
// A worker's script has to be of the page's own origin, and a widget's is not:
// a blob: of the page that imports it is. Pages whose Content-Security-Policy
// has no `worker-src blob:` refuse that; there the analysis runs in the page,
// which costs it a few milliseconds now and then.
//
// One request is under way at a time. A newer one of the same kind for the
// same widget takes the place of one that waits. A worker that is silent for
// too long is ended and replaced, and what it was silent about is tried once
// more, but for what needs too much memory: no text can kill workers for ever.

const PATIENCE = 8_000;
/** A slow network is no reason to begin again. */
const LOADING = 90_000;

export class Client {
  #at;
  #port;
  #waiting = [];
  #now;
  #number = 0;
  #timer;
  #inPage = false;

  /** @param {(path: string) => string} at gives the address of a file beside the loader */
  constructor(at) {
    this.#at = at;
  }

  /** The answer to `request`; undefined if a newer one of that kind took its place. */
  ask(owner, kind, request) {
    return new Promise((resolve, reject) => {
      const older = this.#waiting.findIndex((job) => job.owner === owner && job.kind === kind);
      if (older >= 0) this.#waiting.splice(older, 1)[0].resolve(undefined);
      this.#waiting.push({ owner, kind, request, resolve, reject, deaths: 0 });
      this.#next();
    });
  }

  #next() {
    if (this.#now || !this.#waiting.length) return;
    this.#now = this.#waiting.shift();
    this.#now.id = this.#number += 1;
    this.#port ??= this.#open();
    this.#send();
  }

  #send() {
    const [port, now] = [this.#port, this.#now];
    this.#watch(port.ready ? PATIENCE : LOADING);
    if (port.ready) port.post({ id: now.id, request: now.request });
  }

  #watch(patience) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#died("the analysis is silent"), patience);
  }

  #heard(port, message) {
    if (port !== this.#port) return;
    if (message.ready) {
      port.ready = true;
      if (this.#now) this.#send();
      return;
    }
    const job = this.#now;
    if (message.id !== job?.id) return;
    if (message.loading) return this.#watch(LOADING);
    if (message.broken) return this.#died(message.error, message.full);
    clearTimeout(this.#timer);
    this.#now = undefined;
    if (message.error) job.reject(new Error(message.error));
    else job.resolve(message.answer);
    this.#next();
  }

  #died(why, full = false) {
    clearTimeout(this.#timer);
    const started = this.#port?.ready;
    this.#port?.end();
    this.#port = undefined;
    const job = this.#now;
    this.#now = undefined;
    if (!started && !this.#inPage) {
      // Not its fault: there are no workers here.
      this.#inPage = true;
      if (job) this.#waiting.unshift(job);
    } else if (job) {
      job.deaths += 1;
      // What needs too much memory needs it again.
      if (full || job.deaths > 1 || !started) job.reject(Object.assign(new Error(why), { full }));
      else this.#waiting.unshift(job);
    }
    this.#next();
  }

  #open() {
    const port = { ready: false, post() {}, end() {} };
    const heard = (message) => this.#heard(port, message);
    const died = (event) => {
      event?.preventDefault?.();
      if (port === this.#port) this.#died(event?.message || "the analysis could not be started");
    };
    if (this.#inPage) {
      import(this.#at("analyst.js")).then(async ({ serve }) => {
        port.post = await serve(heard);
        heard({ ready: true });
      }).catch((error) => died({ message: String(error) }));
      return port;
    }
    try {
      const worker = start(this.#at("worker.js"));
      worker.onmessage = (event) => heard(event.data);
      worker.onerror = died;
      worker.onmessageerror = died;
      port.post = (message) => worker.postMessage(message);
      port.end = () => worker.terminate();
    } catch (error) {
      // A policy about Trusted Types, or a very old browser.
      queueMicrotask(() => died({ message: String(error) }));
    }
    return port;
  }
}

/** The worker's address, as this page takes it; made once, as policies have to be. */
let address;

function start(url) {
  address ??= trusted(reachable(url));
  return new Worker(address, { type: "module", name: "escapade" });
}

function reachable(url) {
  if (new URL(url).origin === self.origin) return url;
  // A static import would be a matter of the page's worker-src, this one is of its script-src.
  const blob = `import(${JSON.stringify(url)}).catch((error) => setTimeout(() => { throw error; }));`;
  return URL.createObjectURL(new Blob([blob], { type: "text/javascript" }));
}

function trusted(url) {
  const policy = self.trustedTypes?.createPolicy("escapade", { createScriptURL: (url) => url });
  return policy ? policy.createScriptURL(url) : url;
}
