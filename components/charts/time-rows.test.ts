import { describe, expect, it } from "vitest";
import { formatTick, timeRows, timeTicks, timeValues } from "./time-rows.ts";

const day = 86_400_000;

describe("timeRows", () => {
  it("joins lines by moment and keeps gaps as gaps", () => {
    const rows = timeRows([
      {
        key: "a",
        label: "A",
        points: [
          { at: day, value: 2, low: 1, high: 3 },
          { at: 0, value: null },
        ],
      },
      { key: "b", label: "B", points: [{ at: new Date(day).toISOString(), value: 5 }] },
    ]);
    expect(rows.map((row) => row.at)).toEqual([0, day]);
    expect(rows[0]?.cells["a"]?.value).toBeNull();
    expect(rows[1]?.cells["b"]?.value).toBe(5);
    expect(timeValues(rows).toSorted()).toEqual([1, 2, 3, 5]);
  });
});

it("ticks are few, with the first and the last moment", () => {
  const ticks = timeTicks(Array.from({ length: 30 }, (_, index) => index));
  expect(ticks).toHaveLength(5);
  expect([ticks[0], ticks.at(-1)]).toEqual([0, 29]);
  expect(timeTicks([3])).toEqual([3]);
});

it("a tick says the hour within two days, else the day", () => {
  expect(formatTick(Date.UTC(2026, 10, 23, 9), day)).toBe("09:00");
  expect(formatTick(Date.UTC(2026, 10, 23, 9), 30 * day)).toBe("Nov 23");
});
