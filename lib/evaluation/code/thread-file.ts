import { resolve } from "node:path";

/**
 * The file of the thread, which Node reads as it is. No bundler may follow the path, or it would pack every parser and its
 * wasm and fail at the first: so it stands in a file of its own, and its name ends like no other's, because
 * Turbopack takes the embedded database's thread.ts, beside its own code, for every file that ends so.
 */
export function codeThreadFile(): string {
  return resolve("lib", "evaluation", "code", "code-jobs.ts");
}
