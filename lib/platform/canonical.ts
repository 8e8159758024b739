import { createHash } from "node:crypto";
import canonicalizeJson from "canonicalize";

/** RFC 8785 canonical JSON; undefined members are left out. Throws on values JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalizeJson(value);
  if (text === undefined) throw new TypeError("undefined has no canonical JSON");
  return text;
}

/** SHA-256 over canonical JSON, as lower-case hex: the content hash of versions, examples and evidence. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
