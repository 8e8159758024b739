import { createHash } from "node:crypto";
import canonicalizeJson from "canonicalize";
import { AppError } from "./errors.ts";

/**
 * RFC 8785 canonical JSON; undefined members are left out. Throws invalid_input for a text that is not Unicode,
 * which people and programs can send, and an Error for values JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("undefined has no canonical JSON");
  return text;
}

function canonicalize(value: unknown): string | undefined {
  try {
    return canonicalizeJson(value);
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.startsWith("Lone surrogate")) throw cause;
    throw new AppError(
      "invalid_input",
      "A text holds half of a surrogate pair, which is not valid Unicode; take it out.",
      { cause },
    );
  }
}

/** SHA-256 over canonical JSON, as lower-case hex: the content hash of versions, examples and evidence. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
