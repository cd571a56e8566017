// The functions in which Rust's panics end are emptied before wasm is made
// small: a panic then is a trap at once, and the texts and places that it would
// report need not be put together at ten thousand indexing operations. That is
// 2 % of the analysis. Price: the console of a worker that died says
// "unreachable" where it had said why. The npm package keeps its texts.

import binaryen from "binaryen";

/** As rustc calls them in the name section, with or without hashes. */
const PANICS = new RegExp([
  "panicking::(panic|assert_failed|unreachable)\\w*", "panicking::panic_const::\\w+", "option::(unwrap|expect)_failed", "result::unwrap_failed",
  "slice::index::\\w+_fail", "slice::copy_from_slice_impl::len_mismatch_fail", "str::slice_error_fail",
  "cell::panic_already_\\w+", "raw_vec::(capacity_overflow|handle_error)", "alloc::handle_alloc_error",
].map((path) => `^(core|alloc)(\\[[0-9a-f]+\\])?::${path}(::<.*>|::h[0-9a-f]+)?$`).join("|"));

/** Whether panics end in the function of this name. */
export const panics = (name) => PANICS.test(name);

/** All functions of a module in the order of the file, imported ones first. */
export function functions(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
}

/** Reads a wasm file whose panics become traps. */
export function readTrapping(bytes, path) {
  const module = binaryen.readBinary(bytes);
  const ends = functions(module).filter(({ name, module: from }) => !from && panics(name));
  for (const { name } of ends) binaryen.Function(module.getFunction(name)).setBody(module.unreachable());
  if (ends.length < 5) throw new Error(`${path}: where do Rust's panics end? Only ${ends.length} such functions were found.`);
  return module;
}
