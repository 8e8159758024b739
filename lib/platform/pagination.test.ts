import fc from "fast-check";
import { expect, it } from "vitest";
import { numberOfCursor, PageInput, toPage } from "./pagination.ts";

/** A list as the verbs read it: `limit + 1` rows after a cursor. */
function readAll(rows: number[], limit: number): number[][] {
  const pages: number[][] = [];
  let cursor: string | null = null;
  do {
    const from: number = cursor === null ? 0 : rows.indexOf(Number(cursor)) + 1;
    const page = toPage(rows.slice(from, from + limit + 1), limit, String);
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

it("walking from page to page gives every row once, in order, and ends without an empty page", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(), { maxLength: 50 }),
      fc.integer({ min: 1, max: 20 }),
      (rows, limit) => {
        const pages = readAll(rows, limit);
        expect(pages.flat()).toEqual(rows);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(rows.length / limit)));
      },
    ),
  );
});

it.each([
  [{}, 50],
  [{ limit: "200" }, 200],
  [{ limit: 0 }, null],
  [{ limit: 201 }, null],
  [{ limit: "many" }, null],
  [{ limit: 1.5 }, null],
])("a page of %j has the size %s", (input, limit) => {
  const { data } = PageInput.safeParse(input);
  expect(data?.limit ?? null).toBe(limit);
});

it.each([
  [undefined, undefined],
  ["0", 0],
  ["17", 17],
  ["y", undefined],
  ["-1", undefined],
  ["1e3", undefined],
  // Past what an integer column takes: it would be an error of the database.
  ["9999999999", undefined],
])("a page after %s starts after row %s", (cursor, number) => {
  expect(numberOfCursor(cursor)).toBe(number);
});
