// In Node the module and the packs are files of this package.

import { readFile } from "node:fs/promises";

import { creator, initialise } from "./core.js";

const wasm = () => readFile(new URL("./wasm/analyzer.wasm", import.meta.url));

/** The packs that come with this package. */
export async function loadPack(name) {
  try {
    return await readFile(new URL(`./std/${name}`, import.meta.url));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

export const init = async (options = {}) => void (await initialise(options.wasm ?? wasm()));

export const createAnalyzer = creator(wasm, loadPack);
