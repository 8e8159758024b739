import { sqlStateOf } from "../sql-state.ts";

/** SQLSTATE classes of what a row itself is the reason for: cardinality, data, integrity, and what is too large for any statement. */
const dataClasses = new Set(["21", "22", "23", "54"]);

/** No statement could be made of the rows: a value that is no JSON, no time, or a text longer than a text may be. */
const unwritable =
  /circular structure|serialize a BigInt|toISOString|invalid time value|invalid string length/i;

/**
 * True where storage will refuse the same rows each time, for what they hold. Everything else (a lost connection, a full
 * disk, a time-out, a schema in the middle of an upgrade) passes, and is no reason to give a row up.
 */
export function isRefused(thrown: unknown): boolean {
  const state = sqlStateOf(thrown);
  if (state !== null) return dataClasses.has(state.slice(0, 2));
  let innermost = thrown;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  return (
    (innermost instanceof TypeError || innermost instanceof RangeError) && unwritable.test(innermost.message)
  );
}
