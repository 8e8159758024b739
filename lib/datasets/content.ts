import { createHash } from "node:crypto";
import { contentHash } from "#platform/canonical";
import type { ExampleContent } from "./schema.ts";

/** SHA-256 over canonical {inputs, reference, metadata}: the order of keys plays no part. */
export function hashExample({ inputs, reference, metadata }: ExampleContent): string {
  return contentHash({ inputs, reference, metadata });
}

/** SHA-256 over the example hashes in order, one per line: the order of examples does play a part. */
export function hashVersion(exampleHashes: readonly string[]): string {
  const hash = createHash("sha256");
  for (const line of exampleHashes) hash.update(line).update("\n");
  return hash.digest("hex");
}

/** Text PostgreSQL's JSON cannot hold, said so that the person can find it; null when there is none. */
export function findUnstorable(value: unknown): string | null {
  if (typeof value === "string") {
    if (value.includes("\u0000"))
      return "The text holds a NUL character, which cannot be stored; take it out.";
    return value.isWellFormed()
      ? null
      : "The text holds half of a surrogate pair, which is not valid Unicode; take it out.";
  }
  if (value === null || typeof value !== "object") return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = findUnstorable(key) ?? findUnstorable(inner);
    if (problem) return problem;
  }
  return null;
}
