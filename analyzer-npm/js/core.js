// The analyzer around the WebAssembly: what has to be loaded before an
// analysis is loaded, kept, and loaded once. How the module and the packs are
// found is what `node.js` and `browser.js` say.

import load, { Analyzer as Engine } from "./wasm/analyzer.js";

let ready;
let memory;

/**
 * Loads the WebAssembly, once. `wasm` is what `WebAssembly` takes, or an
 * address, or a promise of one of these.
 */
export function initialise(wasm) {
  ready ??= Promise.resolve(wasm).then((module_or_path) => load({ module_or_path })).then((wasm) => {
    memory = wasm.memory;
  }).catch((error) => {
    // Another attempt may go better.
    ready = undefined;
    throw error;
  });
  return ready;
}

const encoder = new TextEncoder();

/**
 * What a trap means. One for want of memory cannot say so itself: then there is
 * no room for as much again, which is the most that is ever asked for at once.
 */
function understood(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return error;
  try {
    memory.grow(memory.buffer.byteLength / 65536);
  } catch {
    return new RangeError("out of memory: this program is too large to be analysed", { cause: error });
  }
  return error;
}

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
    return this.#run(files, false, (engine) => engine.analyze(files, options));
  }

  advise(files, question, options) {
    return this.#run(files, true, (engine) => engine.advise(files, question, options));
  }

  /** Does something that needs packs, which it may be that only edits of the files need. */
  #run(files, edited, then) {
    const run = this.#last.then(async () => {
      // First the index, then the packs that it foresees; mostly there is nothing to load.
      for (let round = 0; round < 2; round++) {
        const missing = this.#own().missing(files, edited);
        if (missing.length === 0) break;
        await this.#load(missing);
      }
      // Each round has packs that the last one had not, or knows that there are none.
      for (;;) {
        let result;
        try {
          result = then(this.#own());
        } catch (error) {
          throw understood(error);
        }
        const asked = this.#own().asked().filter((name) => !this.#absent.has(name));
        if (asked.length === 0) return result;
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
