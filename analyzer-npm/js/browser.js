// In browsers the module and the packs are fetched from where this module is.
// Bundlers know `new URL(…, import.meta.url)` and bring the module along; packs
// are data that most do not: serve the package's `std` folder, or give a
// `loadPack` of your own.

import { creator, initialise } from "./core.js";

const wasm = () => new URL("./wasm/analyzer.wasm", import.meta.url);

/** The packs that lie beside this module. */
export async function loadPack(name) {
  const response = await fetch(new URL(`./std/${name}`, import.meta.url));
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export const init = async (options = {}) => void (await initialise(options.wasm ?? wasm()));

export const createAnalyzer = creator(wasm, loadPack);
