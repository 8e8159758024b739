/** Readers for JSON of servers we do not know: what has the wrong shape is absent, and never loses the rest. */

const maxCount = 2_147_483_647;

export function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that is there; an empty one is none. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A count of tokens: a whole number, also written as a string. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,10}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= maxCount
    ? number
    : null;
}

/** An amount of money: zero or more, also written as a string. */
export function amountOf(value: unknown): number | null {
  const number =
    typeof value === "string" && /^\d+(\.\d+)?(e-?\d+)?$/i.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : null;
}
