import { expect, test } from "vitest";
import { claimsAboutTheSame } from "./same.testing.ts";

test.each([
  [10, 300],
  [30, 300],
  [100, 150],
])(
  "two runs of the same over %i cases are claimed to differ in at most 5 %% of sentences",
  (cases, repetitions) => {
    const { claims, sentences } = claimsAboutTheSame(cases, repetitions);
    const error = 3 * Math.sqrt((0.05 * 0.95) / repetitions);
    expect(claims / repetitions).toBeLessThanOrEqual(0.05 + error);
    // The sentence does look at all of it.
    expect(
      sentences.every((sentence) => /nothing here says/i.test(sentence) || /not shown/.test(sentence)),
    ).toBe(true);
  },
);
