import { expect, it } from "vitest";
import { Moment } from "./moment.ts";

it("reads ISO 8601 with its offset, a day as its first moment in UTC, and a Date", () => {
  const noon = new Date("2026-11-28T12:00:00Z");
  expect(Moment.parse("2026-11-28T17:45:00+05:45")).toEqual(noon);
  expect(Moment.parse("2026-11-28")).toEqual(new Date("2026-11-28T00:00:00Z"));
  expect(Moment.parse(noon)).toEqual(noon);
});

it.each([null, 1_764_331_200_000, "28 November 2026", "2026-11-28T12:00:00", "2026-02-29", ""])(
  "takes %j for no moment, whatever Date would make of it",
  (value) => {
    expect(Moment.safeParse(value).success).toBe(false);
  },
);

it("refuses years that a database keeps in no form that is read back as they were", () => {
  for (const text of ["0000-12-31", "0001-01-01", "0020-02-29", "0099-12-31", "9999-12-31T23:59:59-01:00"])
    expect(Moment.safeParse(text).error?.issues[0]?.message).toBe("Write a year from 100 to 9999.");
  expect(Moment.safeParse("0100-01-01").success).toBe(true);
  expect(Moment.safeParse("9999-12-31").success).toBe(true);
});
