import { expect, it } from "vitest";
import { periodAt } from "./period.ts";

it.each([
  ["minute", "2026-11-30T23:59:30.500Z", "2026-11-30T23:59:00.000Z", "2026-12-01T00:00:00.000Z"],
  ["minute", "2026-11-30T23:59:00.000Z", "2026-11-30T23:59:00.000Z", "2026-12-01T00:00:00.000Z"],
  ["day", "2026-12-31T23:59:59.999Z", "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  ["month", "2028-02-29T12:00:00.000Z", "2028-02-01T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
  ["month", "2026-12-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
] as const)("a %s at %s is from %s to %s, in UTC", (period, at, from, to) => {
  const { startsAt, endsAt } = periodAt(period, new Date(at));
  expect([startsAt.toISOString(), endsAt.toISOString()]).toEqual([from, to]);
});
