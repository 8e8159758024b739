import { expect, test } from "vitest";
import { passAllK, passAtK } from "./pass-at-k.ts";

/** Every choice of k of the answers, counted. */
function counted(samples: number, right: number, k: number): { any: number; all: number } {
  let [any, all, choices] = [0, 0, 0];
  for (let chosen = 0; chosen < 2 ** samples; chosen += 1) {
    const places = Array.from({ length: samples }, (_, place) => place).filter(
      (place) => (chosen >> place) & 1,
    );
    if (places.length !== k) continue;
    choices += 1;
    if (places.some((place) => place < right)) any += 1;
    if (places.every((place) => place < right)) all += 1;
  }
  return { any: any / choices, all: all / choices };
}

test.each([
  [10, 3, 1, 0.3],
  [10, 3, 5, 0.9166666667],
  [200, 13, 10, 0.4975511147],
  [5, 0, 5, 0],
  [5, 5, 1, 1],
  // The published code's other branch: fewer wrong answers than k.
  [5, 3, 3, 1],
])("pass@k of %i answers, %i right, k = %i", (samples, right, k, value) => {
  expect(passAtK(samples, right, k)).toBeCloseTo(value, 9);
});

test("pass@k and pass^k are what counting every choice of k answers gives", () => {
  for (let right = 0; right <= 6; right += 1)
    for (let k = 1; k <= 6; k += 1) {
      const { any, all } = counted(6, right, k);
      expect(passAtK(6, right, k)).toBeCloseTo(any, 12);
      expect(passAllK(6, right, k)).toBeCloseTo(all, 12);
    }
});

test.each([
  [3, 1, 4],
  [3, 1, 0],
  [3, 4, 1],
  [3, -1, 1],
])("of %i answers, %i right, nothing is drawn for k = %i", (samples, right, k) => {
  expect(() => passAtK(samples, right, k)).toThrow(RangeError);
  expect(() => passAllK(samples, right, k)).toThrow(RangeError);
});
