import { expect, it } from "vitest";
import type { FeedbackByVersion } from "./schema.ts";
import { feedbackSentence } from "./describe.ts";

function version(number: number, positive: number, scored: number): FeedbackByVersion {
  const rest = {
    commented: 0,
    meanScore: null,
    positiveRate: positive / scored,
    positiveLow: null,
    positiveHigh: null,
  };
  return {
    promptId: "p",
    promptVersionId: `v${number}`,
    promptPath: "support/reply",
    promptVersionNumber: number,
    count: scored,
    scored,
    positive,
    ...rest,
  };
}

it("says which version end users like better, with its interval, when that is sure", () => {
  expect(feedbackSentence([version(9, 56, 70), version(8, 48, 80)])).toBe(
    "End users like support/reply v9 better than v8: +20 points positive (95 % interval +4 to +34, n 70 and 80).",
  );
  expect(feedbackSentence([version(9, 48, 80), version(8, 56, 70)])).toContain("less than v8: −20 points");
});

it("says that nothing is known when the interval holds zero or the scores are few", () => {
  expect(feedbackSentence([version(9, 15, 20), version(8, 13, 20)])).toContain("Nothing here says");
  expect(feedbackSentence([version(9, 3, 4), version(8, 13, 20)])).toBe(
    "Too few scores to compare two versions yet.",
  );
  expect(feedbackSentence([])).toContain("booked on the version");
});
