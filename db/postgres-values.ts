import { parse as parseArray } from "postgres-array";

type Read = (text: string) => unknown;
const readBoolean: Read = (text) => text === "t";
const arrays: [oids: number[], read: Read][] = [
  // name, text, varchar, uuid; bigint and numeric stay text as they do alone.
  [[1003, 1009, 1015, 2951, 1016, 1231], String],
  [[1005, 1007, 1021, 1022, 1028], Number],
  [[1000], readBoolean],
  [[199, 3807], (text) => JSON.parse(text) as unknown],
];

/** How values are read and written where postgres.js differs from what we hand in or need: see parameterText. */
export const types = Object.fromEntries([
  [
    "boolean",
    {
      to: 16,
      from: [16],
      serialize: (value: unknown) => (/^(t|true)$/i.test(String(value)) ? "t" : "f"),
      parse: readBoolean,
    },
  ],
  // Its own reader of arrays makes the text "NULL" of a null.
  ...arrays.map(([oids, read], index) => [
    `array${index}`,
    { to: oids[0], from: oids, serialize: String, parse: (text: string) => parseArray(text, read) },
  ]),
]) as Record<string, { to: number; from: number[]; serialize: (value: unknown) => string; parse: Read }>;

/**
 * A parameter as PostgreSQL reads it in a place of any type. postgres.js would guess a type from the JavaScript value,
 * which fails for dates under Drizzle and for arrays of json; as text, the server decides.
 */
export function parameterText(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value === "object") return JSON.stringify(value);
  return String(value as number | bigint | boolean);
}

/** An array literal such as `{"a","b",NULL,{1,2}}`. */
function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return arrayText(value);
    const text = parameterText(value);
    if (text === null) return "NULL";
    const plain = typeof text === "string" ? text : `\\x${Buffer.from(text).toString("hex")}`;
    return `"${plain.replace(/[\\"]/g, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}

const dateTypes = new Set([1082, 1114, 1184]);

/** Rows with their dates as `Date`, which Drizzle has told its client to leave as text. */
export function rowsWithDates(
  result: readonly Record<string, unknown>[] & { columns?: readonly { name: string; type: number }[] },
): Record<string, unknown>[] {
  const dates = (result.columns ?? []).filter(({ type }) => dateTypes.has(type)).map(({ name }) => name);
  return result.map((row) => {
    const read = { ...row };
    for (const name of dates) if (typeof read[name] === "string") read[name] = new Date(read[name]);
    return read;
  });
}
