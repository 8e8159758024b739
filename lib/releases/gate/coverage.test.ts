import { describe, expect, it } from "vitest";
import { countsOf, coverageGaps } from "./coverage.ts";
import { plainEvidence } from "./demand.ts";
import { baseline, comparison, metric, run, summaryOf } from "./judge.testing.ts";

const texts = (...input: Parameters<typeof coverageGaps>) => coverageGaps(...input).map(({ text }) => text);
const least = (leastCases: number) => ({ ...plainEvidence, leastCases });
/** A run of a hundred cases: so many answered, so many failed, so many judged by the primary metric. */
function runOf(answered: number, failed: number, judged: number) {
  const summary = summaryOf(answered);
  const evaluators = summary.evaluators.map((one) => (one.isPrimary ? { ...one, judged } : one));
  return run({ totalCases: 100, summary: { ...summary, failed, evaluators } });
}

describe("what a gate asks to be judged", () => {
  it("is met by exactly as many cases as it asks for, and not by one less", () => {
    expect(texts(least(100), runOf(100, 0, 100), null)).toEqual([]);
    expect(texts(least(101), runOf(100, 0, 100), null)).toEqual(["100 cases judged, 101 asked"]);
  });

  it("counts the pairs of a comparison, and the cases of one run without it", () => {
    const paired = comparison({ primary: metric({ better: 3, worse: 2, same: 40 }), baseline: baseline() });
    expect(texts(least(50), run(), paired)).toEqual(["45 cases judged in both runs, 50 asked"]);
    expect(texts(least(50), run(), null)).toEqual([]);
  });

  it("counts nothing of a run without a summary", () => {
    expect(texts(least(10), run({ totalCases: 0, summary: null }), null)).toEqual([
      "0 cases judged, 10 asked",
    ]);
    expect(countsOf(run({ totalCases: 7, summary: null }))).toEqual({
      answered: 0,
      failed: 0,
      unanswered: 7,
      unjudged: 0,
    });
  });

  it("takes every answer for unjudged where there is no primary metric", () => {
    const { evaluators, ...rest } = summaryOf(5);
    const blind = run({
      totalCases: 8,
      summary: { ...rest, failed: 2, evaluators: evaluators.filter(({ isPrimary }) => !isPrimary) },
    });
    expect(countsOf(blind)).toEqual({ answered: 5, failed: 2, unanswered: 1, unjudged: 5 });
  });

  it("allows exactly the share of calls that may fail, in either run", () => {
    const demand = { ...least(10), failedShare: 0.02 };
    expect(texts(demand, runOf(98, 2, 98), null)).toEqual([]);
    expect(texts(demand, runOf(97, 2, 97), null)).toEqual([
      "3 of 100 calls of run 214 failed, at most 2 % may",
    ]);
    const failing = comparison({ baseline: { ...runOf(97, 3, 97), runNumber: 213 } });
    expect(texts(demand, runOf(100, 0, 100), failing)).toEqual([
      "3 of 100 calls of run 213 failed, at most 2 % may",
    ]);
  });

  it("allows exactly the share of answers that nobody could judge", () => {
    const demand = { ...least(10), unjudgedShare: 0.02 };
    expect(texts(demand, runOf(100, 0, 98), null)).toEqual([]);
    expect(texts(demand, runOf(100, 0, 97), null)).toEqual([
      "3 of 100 answers of run 214 could not be judged, at most 2 % may",
    ]);
  });
});
