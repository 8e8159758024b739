import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Database, keyset, type Order, rowsOf } from "#db";
import { createTenant } from "#testing";

let db: Database;
beforeAll(async () => {
  db = (await createTenant()).ctx.db;
});

type Row = { id: number; name: string; cost: number | null; count: number | null };
const orders = {
  name: { of: sql`t.name`, type: "text" },
  cost: { of: sql`t.cost`, type: "double precision" },
  count: { of: sql`t.count`, type: "integer" },
} satisfies Record<string, Order>;
const id: Order = { of: sql`t.id`, type: "integer" };
type Sort = keyof typeof orders | `-${keyof typeof orders}`;

function tableOf(rows: readonly Row[]): SQL {
  const values = rows.map(
    (row) => sql`(${row.id}::int, ${row.name}::text, ${row.cost}::float8, ${row.count}::int)`,
  );
  return sql`(values ${sql.join(values, sql`, `)}) as t (id, name, cost, count)`;
}

async function page(rows: readonly Row[], sort: Sort, { limit, cursor }: { limit: number; cursor?: string }) {
  const { value, tie, orderBy, after, cursorOf } = keyset(orders, id, { sort, cursor });
  const found = rowsOf<{ id: number; value: string | null; tie: string }>(
    await db.execute(
      sql`select t.id, ${value} as value, ${tie} as tie from ${tableOf(rows)} where ${after ?? sql`true`} order by ${sql.join(orderBy, sql`, `)} limit ${limit}`,
    ),
  );
  const last = found.at(-1);
  return { ids: found.map((row) => row.id), next: last ? cursorOf(last) : null };
}

/** By the rows as they are: without a value last, equals by their id. */
function inOrder(rows: readonly Row[], sort: Sort): number[] {
  const isDescending = sort.startsWith("-");
  const key = sort.replace("-", "") as keyof typeof orders;
  const sign = isDescending ? -1 : 1;
  return rows
    .toSorted((a, b) => {
      const [left, right] = [a[key], b[key]];
      if (left === right) return sign * (a.id - b.id);
      if (left === null) return 1;
      if (right === null) return -1;
      return sign * (left < right ? -1 : 1);
    })
    .map((row) => row.id);
}

const rowsWithTies = fc
  .array(
    fc.record({
      name: fc.constantFrom("a", "b", "bb", "c"),
      cost: fc.option(fc.constantFrom(0, 0.1, 0.1 + 0.2, 1e-9, 5e-324, -2, 1e21), { nil: null }),
      count: fc.option(fc.integer({ min: -2, max: 2 }), { nil: null }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((rows) => rows.map((row, at) => ({ id: at + 1, ...row })));

describe("pages in an order", () => {
  it("hold every row once and in its place, over ties and missing values, whatever the page's length", async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsWithTies,
        fc.constantFrom<Sort>("name", "-name", "cost", "-cost", "count", "-count"),
        fc.integer({ min: 1, max: 5 }),
        async (rows, sort, limit) => {
          const seen: number[] = [];
          let cursor: string | undefined;
          for (;;) {
            const { ids, next } = await page(rows, sort, { limit, ...(cursor ? { cursor } : {}) });
            if (ids.length === 0 || next === null) break;
            seen.push(...ids);
            cursor = next;
          }
          expect(seen).toEqual(inOrder(rows, sort));
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it("go on where they ended though rows come and go between them", async () => {
    const rows: Row[] = [1, 2, 3, 4].map((at) => ({ id: at, name: "a", cost: at, count: null }));
    const first = await page(rows, "-cost", { limit: 2 });
    expect(first.ids).toEqual([4, 3]);
    const others = [...rows.filter((row) => row.id !== 3), { id: 9, name: "a", cost: 3.5, count: null }];
    expect((await page(others, "-cost", { limit: 2, cursor: first.next ?? "" })).ids).toEqual([2, 1]);
  });

  it("begin again from a cursor of another order, or one that is none", async () => {
    const rows: Row[] = [1, 2].map((at) => ({ id: at, name: "a", cost: at, count: null }));
    const place = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const { next } = await page(rows, "cost", { limit: 1 });
    expect((await page(rows, "cost", { limit: 2, cursor: next ?? "" })).ids).toEqual([2]);
    expect((await page(rows, "-cost", { limit: 2, cursor: next ?? "" })).ids).toEqual([2, 1]);
    for (const cursor of [
      "nonsense",
      "12",
      place("cost", "abc", "1"),
      place("cost", "1e999", "1"),
      place("cost", "1e-999", "1"),
      place("cost", "1", "x"),
      place("cost", "1"),
      place("cost", 1, "1"),
      place("name", "a\0", "1"),
      place("count", "99999999999", "1"),
    ])
      for (const sort of ["cost", "name", "count"] as const)
        expect((await page(rows, sort, { limit: 2, cursor })).ids).toEqual([1, 2]);
  });
});
