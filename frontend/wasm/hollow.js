// Makes wasm of which only some functions are left: those that first verdicts
// need (profile.js). Whatever else is called is a trap, and so nothing that
// would come after such a call is left either. Who runs it has to have the
// whole one at hand (public/worker_boot.js).

import binaryen from "binaryen";

import { optimise } from "./optimise.js";
import { functions, readTrapping } from "./panics.js";

/**
 * @param {Uint8Array} bytes as wasm-bindgen has written it, with names
 * @param {number[]} needed the numbers of functions, not counting imported ones
 */
export function hollow(bytes, needed) {
  const module = readTrapping(bytes, "the wasm to be hollowed");
  const keep = new Set(needed);
  const defined = functions(module).filter(({ module: from }) => !from);
  const others = defined.filter((_, index) => !keep.has(index));
  for (const { name } of others) binaryen.Function(module.getFunction(name)).setBody(module.unreachable());
  return optimise(module.emitBinary());
}
