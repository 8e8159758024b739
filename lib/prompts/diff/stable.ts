import { isRecord } from "../content/rules.ts";

/**
 * JSON with the keys of objects in order: equal exactly where the content hash is. Not RFC 8785 to the letter, which
 * refuses texts that somebody is still typing.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "undefined";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  // As pairs, since an object would keep keys that look like numbers in an order of its own.
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { pairs: entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]) };
}
