// Go's escape analysis with gc's answers. What is analysed and what comes of it
// is described in types.d.ts, which is made from the Rust types.

import type { AdviceAnswer, AdviceQuestion, AnalyzeOptions, InputFile, Report } from "./types.js";

export type * from "./types.js";

/** The compiled module, its bytes, or where it is. */
export type Wasm = WebAssembly.Module | BufferSource | Response | URL | string;

/**
 * What is in the file `name` of a folder of packs, such as `index.txt` or
 * `encoding/json.txt`; `null` if there is none. It is asked once for each file.
 */
export type LoadPack = (
  name: string,
) => string | Uint8Array | null | undefined | Promise<string | Uint8Array | null | undefined>;

export interface InitOptions {
  /** The WebAssembly, if it is not where this package has it. */
  wasm?: Wasm | Promise<Wasm>;
}

export interface AnalyzerOptions extends InitOptions {
  /** Where packs of the standard library come from, if not from this package. */
  loadPack?: LoadPack;
}

/** Analyses packages, and keeps what it has read of what they import. */
export interface Analyzer {
  /** The Go release that is imitated, such as `go1.27.3`. */
  readonly release: string;
  /**
   * Analyses `files` as one package. Errors in the Go code are in the report; the
   * promise is rejected if `loadPack` fails, if files or options are not what they
   * should be, or, with a RangeError, if there is not enough memory: then no analyzer
   * of this process or page is of any use.
   */
  analyze(files: readonly InputFile[], options?: AnalyzeOptions): Promise<Report>;
  /**
   * The same, and edits that take values off the heap: all that are known, or those
   * about a file or line. Each was tried, and may take as long as an analysis.
   */
  advise(files: readonly InputFile[], question?: AdviceQuestion, options?: AnalyzeOptions): Promise<AdviceAnswer>;
  /** Gives the memory back; the analyzer is of no use afterwards. */
  free(): void;
}

/** Loads the WebAssembly. `createAnalyzer` does so, too: only the first call counts. */
export function init(options?: InitOptions): Promise<void>;

/** A new analyzer. */
export function createAnalyzer(options?: AnalyzerOptions): Promise<Analyzer>;

/** The packs that come with this package. */
export function loadPack(name: string): Promise<Uint8Array | null>;
