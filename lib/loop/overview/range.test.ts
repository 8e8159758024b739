import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysUpTo } from "#client/observability";
import { rangeOf } from "./range.ts";

describe("a span of days", () => {
  it("ends with today and has as many days before it, whatever the hour", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        fc.constantFrom(1, 7, 30, 90),
        (now, days) => {
          const range = rangeOf(daysUpTo(now, days));
          expect(range.days).toHaveLength(days);
          expect(range.days.at(-1)).toBe(now.toISOString().slice(0, 10));
          expect(range.before.to).toEqual(range.from);
          expect(range.to.getTime() - range.from.getTime()).toBe(
            range.before.to.getTime() - range.before.from.getTime(),
          );
        },
      ),
    );
  });

  it("touches the days of a span that begins and ends within a day", () => {
    const at = (text: string) => new Date(`2026-11-${text}:00:00Z`);
    expect(rangeOf({ from: at("20T22"), to: at("22T01") }).days).toEqual([
      "2026-11-20",
      "2026-11-21",
      "2026-11-22",
    ]);
    expect(rangeOf({ from: at("20T22"), to: at("21T00") }).days).toEqual(["2026-11-20"]);
  });
});
