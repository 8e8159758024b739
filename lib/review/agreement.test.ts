import { expect, it } from "vitest";
import { cohenKappa } from "./agreement.ts";

function pairs(table: number[][]): [string, string][] {
  return table.flatMap((row, a) =>
    row.flatMap((count, b) => Array.from({ length: count }, (): [string, string] => [String(a), String(b)])),
  );
}

it("agrees with the reference tables", () => {
  expect(
    cohenKappa(
      pairs([
        [20, 5],
        [10, 15],
      ]),
    ),
  ).toBeCloseTo(0.4, 10);
  expect(
    cohenKappa(
      pairs([
        [45, 15],
        [25, 15],
      ]),
    ),
  ).toBeCloseTo(0.1304347826, 9);
  expect(
    cohenKappa(
      pairs([
        [10, 2, 0],
        [3, 8, 4],
        [1, 2, 12],
      ]),
    ),
  ).toBeCloseTo(0.5714285714, 9);
});

it("says nothing without items or with a single category", () => {
  expect(cohenKappa([])).toBeNull();
  expect(cohenKappa(pairs([[7]]))).toBeNull();
});
