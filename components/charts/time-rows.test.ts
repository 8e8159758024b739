import { describe, expect, it } from "vitest";
import { fittingMarks, formatTick, timeRows, timeTicks, timeValues } from "./time-rows.ts";

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

describe("fittingMarks", () => {
  const marks = [
    { at: 0, label: "v2 promoted" },
    { at: 50, label: "v3 promoted" },
    { at: 100, label: "v4 promoted" },
  ];

  it("writes every mark in full where there is room, in order", () => {
    const found = fittingMarks(marks.toReversed(), { first: 0, last: 100, spanPx: 640 });
    expect(found.map(({ words }) => words)).toEqual(["v2 promoted", "v3 promoted", "v4 promoted"]);
  });

  it("shortens all to their first word where one would run into the next", () => {
    const found = fittingMarks(marks, { first: 0, last: 100, spanPx: 100 });
    expect(found.map(({ words }) => words)).toEqual(["v2", "v3", "v4"]);
  });

  it("leaves out the words, never the line, where even that does not fit", () => {
    const close = [...marks, { at: 51, label: "v5 promoted" }];
    const found = fittingMarks(close, { first: 0, last: 100, spanPx: 100 });
    expect(found.map(({ words }) => words)).toEqual(["v2", "", "v5", "v4"]);
  });
});
