import { describe, expect, it } from "vitest";
import { fittingMarks, formatTick, timeRows, timeTicks, timeValues, hrefOf } from "./time-rows.ts";

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
    { at: 90, label: "v4 promoted" },
  ];
  const shown = (list: readonly { at: number; label: string }[], spanPx: number) =>
    fittingMarks(list, { first: 0, last: 100, spanPx }).map(({ words, side }) => `${words} ${side}`);

  it("writes every mark in full, right of its line, where there is room, in order", () => {
    expect(shown(marks.toReversed(), 1_000)).toEqual([
      "v2 promoted right",
      "v3 promoted right",
      "v4 promoted right",
    ]);
  });

  it("writes left of the line what would run over the edge", () => {
    expect(shown(marks, 600).at(-1)).toBe("v4 promoted left");
  });

  it("shortens to the first word what would run into the next", () => {
    expect(shown(marks, 100)).toEqual(["v2 right", "v3 right", "v4 right"]);
  });

  it("leaves out the words, never the line, where nothing fits", () => {
    const close = [...marks, { at: 51, label: "v5 promoted" }, { at: 50.5, label: "v6 promoted" }];
    expect(shown(close, 100)).toEqual(["v2 right", "v3 left", " right", "v5 right", "v4 right"]);
  });
});

it("a moment opens as a whole only where all its points stand on the same rows", () => {
  const line = (key: string, href: string | undefined) => ({
    key,
    label: key,
    points: [{ at: "2026-11-20", value: 1, href }],
  });
  const of = (...hrefs: (string | undefined)[]) =>
    hrefOf(timeRows(hrefs.map((href, place) => line(`line ${place}`, href)))[0]);
  expect(of("/a", "/a")).toBe("/a");
  expect(of("/a", undefined)).toBe("/a");
  // Version 2's point must not open version 3's calls.
  expect(of("/v3", "/v2")).toBeUndefined();
  expect(of(undefined)).toBeUndefined();
  expect(hrefOf(undefined)).toBeUndefined();
});
