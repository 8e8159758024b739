import { resolve } from "node:path";

/**
 * The file of the thread, which Node reads as it is. It has a file of its own so that no bundler follows the path: it would
 * pack every parser and its wasm, and fail at the first.
 */
export function codeThreadFile(): string {
  return resolve("lib", "evaluation", "code", "thread.ts");
}
