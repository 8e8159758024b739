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
