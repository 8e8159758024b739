import fc from "fast-check";
import { asc, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  integer,
  json,
  jsonb,
  pgTable,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "#testing";
import { idText, instant } from "./columns.ts";
import { insertRows, type OpenDatabase } from "./index.ts";

const kept = pgTable("kept_rows", {
  at: integer("at").notNull(),
  id: uuid("id"),
  text: text("text"),
  key: idText("key"),
  moment: instant("moment"),
  day: date("day", { mode: "string" }),
  small: integer("small"),
  big: bigint("big", { mode: "number" }),
  real: doublePrecision("real"),
  flag: boolean("flag"),
  loose: json("loose"),
  parsed: jsonb("parsed"),
  mode: text("mode").default("usual"),
});

let open: OpenDatabase;
beforeAll(async () => {
  open = await testDatabase();
  await open.db.execute(
    sql.raw(
      `create table kept_rows (at integer not null, id uuid, text text, key text collate "C", moment timestamptz(3), day date,
      small integer, big bigint, real double precision, flag boolean, loose json, parsed jsonb, mode text default 'usual')`,
    ),
  );
});

const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
/** Texts of all kinds, many with the characters that part cells and rows, and what no database can hold. */
const someText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom("a", "\t", "\n", "\\", "\\N", '"', "'", "{", ",", "\0", "\ud83d", "é", "😀"),
  }),
  fc.constantFrom("", "null", "NULL", "\u0010", "a\u001fb", "a\u001eb", "\\u0000"),
);
/** No text by itself: of that, drizzle reads what it says as JSON. */
const someJson = fc.oneof(
  fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(someText, fc.integer(), fc.boolean(), fc.constant(null)),
  ),
  fc.array(someText),
  fc.integer(),
);
const row = fc.record({
  id: optional(fc.uuid()),
  text: optional(someText),
  key: optional(someText),
  moment: optional(
    fc.date({ min: new Date("1970-01-01"), max: new Date("2999-01-01"), noInvalidDate: true }),
  ),
  day: optional(fc.constantFrom("2026-11-27", "1999-12-31")),
  small: optional(fc.integer()),
  big: optional(fc.maxSafeInteger()),
  real: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
  flag: optional(fc.boolean()),
  loose: optional(someJson),
  parsed: optional(someJson),
  mode: optional(fc.constant("other")),
});

/** What no text of PostgreSQL holds is marked. */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\ufffd");
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [storable(key), storable(of)]));
}

it("any rows are read as they were written, whatever characters part cells and rows on the way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
      const numbered = rows.map((one, at) => ({ ...one, at }));
      await open.db.execute(sql`delete from kept_rows`);
      await open.db.execute(insertRows(kept, numbered));
      const read = await open.db.select().from(kept).orderBy(asc(kept.at));
      // -0 is 0 in text.
      const plain = (list: unknown[]) => JSON.parse(JSON.stringify(list.map(storable))) as unknown;
      expect(plain(read)).toEqual(plain(numbered));
    }),
    { numRuns: 150 },
  );
});

it("what is not a number is unknown, and no rows are none", async () => {
  await open.db.execute(sql`delete from kept_rows`);
  await open.db.execute(insertRows(kept, []));
  await open.db.execute(
    insertRows(kept, [
      { at: 1, real: Number.NaN, text: "" },
      { at: 2, text: "\u0010" },
    ]),
  );
  const rows = await open.db
    .select({ real: kept.real, text: kept.text, key: kept.key })
    .from(kept)
    .orderBy(asc(kept.at));
  expect(rows).toEqual([
    { real: null, text: "", key: null },
    { real: null, text: "\u0010", key: null },
  ]);
});
