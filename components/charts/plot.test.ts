import { expect, it } from "vitest";
import { bandPath, linePath, nearest, roomyTicks, scale } from "./plot.ts";

it("a line has a gap where nothing was measured", () => {
  expect(linePath([{ x: 0, y: 1 }, { x: 1, y: 2 }, null, { x: 3, y: 4 }, { x: 4, y: 5.125 }])).toBe(
    "M0,1L1,2M3,4L4,5.13",
  );
  expect(linePath([null])).toBe("");
});

it("a band goes along the upper ends and back along the lower ones", () => {
  expect(bandPath([{ x: 0, low: 9, high: 1 }, { x: 2, low: 8, high: 2 }, null])).toBe("M0,1L2,2L2,8L0,9Z");
});

it("values have places, also turned upside down, and an empty span its start", () => {
  expect(scale([0, 10], [100, 0])(2.5)).toBe(75);
  expect(scale([3, 3], [20, 80])(3)).toBe(20);
});

it("finds the nearest", () => {
  expect(nearest([0, 10, 20], 14)).toBe(1);
  expect(nearest([0, 10, 20], 99)).toBe(2);
});

it("leaves out texts that would run into each other, never the first and the last", () => {
  const ticks = [0, 12, 40, 70, 80].map((x) => ({ x, half: 8 }));
  expect(roomyTicks(ticks).map(({ x }) => x)).toEqual([0, 40, 80]);
});
