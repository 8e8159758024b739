import fc from "fast-check";
import { createMultiParser, parseAsStringLiteral } from "nuqs/server";
import { describe, expect, it } from "vitest";
import {
  listAddress,
  parseAsArchived,
  parseAsDay,
  parseAsId,
  parseAsMoment,
  parseAsText,
  present,
} from "./list-address.ts";

const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";
const fruits = listAddress({
  kind: parseAsStringLiteral(["pear", "apple"]),
  farm: parseAsId,
  q: parseAsText,
  day: parseAsDay,
  archived: parseAsArchived,
  tags: createMultiParser<string[]>({ parse: (all) => [...all], serialize: (all) => all }),
});

describe("the address of a list", () => {
  it("leaves out what is wrong, unknown or blank, and keeps the rest", () => {
    expect(
      fruits.load({ kind: "pear", farm: "nonsense", q: "  ", day: "2026-13-40", archived: "yes", of: "x" }),
    ).toEqual({
      kind: "pear",
      farm: null,
      q: null,
      day: null,
      archived: null,
      tags: null,
      cursor: null,
      sort: null,
    });
    expect(fruits.load({ farm: id, day: "2026-11-27", archived: "1" })).toMatchObject({
      farm: id,
      day: "2026-11-27",
      archived: true,
    });
  });

  it("takes several where the list does, and the first where it takes one", () => {
    const { tags, kind } = fruits.load({ tags: ["a=1", "b=2"], kind: ["apple", "pear"] });
    expect({ tags, kind }).toEqual({ tags: ["a=1", "b=2"], kind: "apple" });
  });

  it("is written without what is not there, and keeps what else stands in it", () => {
    expect(fruits.href("/f", { kind: "pear", farm: null, archived: true, tags: ["a=1", "b=2"] })).toBe(
      "/f?kind=pear&archived=1&tags=a=1&tags=b=2",
    );
    expect(fruits.href("/f?version=3&kind=pear", { kind: null })).toBe("/f?version=3");
  });

  it("says whether something narrows the list, which no order and no place does", () => {
    expect(fruits.isFiltered(fruits.load("?sort=-weight&cursor=x"))).toBe(false);
    expect(fruits.isFiltered(fruits.load("?q=pear"))).toBe(true);
  });

  it("reads back what it wrote, whatever a person types", () => {
    fc.assert(
      fc.property(
        fc.record({
          q: fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => text.trim() !== ""),
          tags: fc.array(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 4 }),
          sort: fc.record({ key: fc.stringMatching(/^\w{1,10}$/), isDescending: fc.boolean() }),
        }),
        (values) => {
          const href = fruits.href("/f", values);
          expect(fruits.load(new URL(href, "http://x"))).toMatchObject(values);
        },
      ),
    );
  });

  it("gives a verb only what is there", () => {
    expect(present(fruits.load("?kind=pear&cursor=x"))).toEqual({ kind: "pear", cursor: "x" });
  });
});

it("an instant is a day or a time of one, as it is written", () => {
  expect(parseAsMoment.parse("2026-11-27T09:30:00Z")).toBe("2026-11-27T09:30:00Z");
  expect(parseAsMoment.parse("tomorrow")).toBeNull();
});

it.each([
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2026-02-31", false],
  ["2026-04-31", false],
  ["2026-00-10", false],
  ["9999-12-31", true],
  ["2026-11-27x", false],
])("%s is a day of the calendar: %s", (day, isOne) => {
  expect(parseAsDay.parse(day)).toBe(isOne ? day : null);
  expect(parseAsMoment.parse(`${day}T09:30:00+14:00`)).toBe(isOne ? `${day}T09:30:00+14:00` : null);
});
