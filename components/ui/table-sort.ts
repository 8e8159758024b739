export type SortValue = string | number | boolean | Date | null | undefined;

/** What a value is ordered by and what can be sent to the browser; unknown is undefined, never 0. */
export function sortValueOf(value: SortValue): string | number | undefined {
  if (value === null || value === undefined || Number.isNaN(value)) return undefined;
  if (value instanceof Date) return value.getTime();
  return typeof value === "boolean" ? Number(value) : value;
}

/** The same on the server and in every browser: names without case, numbers in names by their size. */
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Ascending. A number stands before a text. */
export function compareValues(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return typeof a === "number" ? -1 : 1;
}
