// Binaryen's optimiser as a program.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is run by Node. */
export const WASM_OPT = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));

/** A wasm file made small. */
export function optimise(bytes, ...args) {
  const scratch = mkdtempSync(join(tmpdir(), "optimise-"));
  try {
    const [from, to] = ["from.wasm", "to.wasm"].map((name) => join(scratch, name));
    writeFileSync(from, bytes);
    execFileSync(process.execPath, [WASM_OPT, "-Oz", ...args, from, "-o", to], { stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(to);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
