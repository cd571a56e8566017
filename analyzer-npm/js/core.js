// The analyzer around the WebAssembly: what has to be loaded before an
// analysis is loaded, kept, and loaded once. How the module and the packs are
// found is what `node.js` and `browser.js` say.

import load, { Analyzer as Engine } from "./wasm/analyzer.js";

let ready;

/**
 * Loads the WebAssembly, once. `wasm` is what `WebAssembly` takes, or an
 * address, or a promise of one of these.
 */
export function initialise(wasm) {
  ready ??= Promise.resolve(wasm).then((module_or_path) => load({ module_or_path })).catch((error) => {
    // Another attempt may go better.
    ready = undefined;
    throw error;
  });
  return ready;
}

const encoder = new TextEncoder();

class Analyzer {
  #engine = new Engine();
  #loadPack;
  /** Files that the loader does not have: it is not asked again. */
  #absent = new Set();
  /** The last call: the next one waits for it. */
  #last = Promise.resolve();

  constructor(loadPack) {
    this.#loadPack = loadPack;
  }

  get release() {
    return this.#own().release();
  }

  analyze(files, options) {
    const run = this.#last.then(async () => {
      // First the index, then the packs that it foresees; mostly there is nothing to load.
      for (let round = 0; round < 2; round++) {
        const missing = this.#own().missing(files);
        if (missing.length === 0) break;
        await this.#load(missing);
      }
      // Each round has packs that the last one had not, or knows that there are none.
      for (;;) {
        const report = this.#own().analyze(files, options);
        const asked = this.#own().asked().filter((name) => !this.#absent.has(name));
        if (asked.length === 0) return report;
        // It remembers them as unknown.
        this.#own().forget();
        await this.#load(asked);
      }
    });
    this.#last = run.catch(() => {});
    return run;
  }

  /** Loads those files of which it is not known that there are none. */
  async #load(names) {
    await Promise.all(names.filter((name) => !this.#absent.has(name)).map((name) => this.#take(name)));
  }

  async #take(name) {
    const text = await this.#loadPack(name);
    if (text === null || text === undefined) {
      this.#absent.add(name);
      return;
    }
    this.#own().insert(name, typeof text === "string" ? encoder.encode(text) : text);
  }

  #own() {
    if (!this.#engine) throw new Error("this analyzer was freed");
    return this.#engine;
  }

  free() {
    this.#engine?.free();
    this.#engine = undefined;
  }
}

/** What `createAnalyzer` is, for a way to find the module and the packs. */
export function creator(defaultWasm, defaultLoadPack) {
  return async ({ wasm, loadPack = defaultLoadPack } = {}) => {
    await initialise(wasm ?? defaultWasm());
    return new Analyzer(loadPack);
  };
}
