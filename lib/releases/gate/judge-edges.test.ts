import { describe, expect, it } from "vitest";
import type { GateEvidence } from "./gate-evidence.ts";
import { judgeGate } from "./judge.ts";
import {
  approve,
  comparison,
  effort,
  evaluator,
  gateEvidence,
  gateOf,
  metric,
  review,
  run,
  safe,
  summaryOf,
  triesOf,
  withMetric,
  withSummary,
} from "./judge.testing.ts";

function judge(condition: Parameters<typeof gateOf>[0], given: GateEvidence) {
  const [judged] = judgeGate(gateOf(condition), given).conditions;
  if (!judged) throw new Error("no condition");
  return judged;
}

describe("approvals", () => {
  it("are of different people: two engineers are two, one who says yes twice is one", () => {
    const two = { kind: "approvals", count: 2 } as const;
    expect(judge(two, gateEvidence({ approvals: [approve("tom"), approve("ana")] }))).toMatchObject({
      status: "met",
      sentence: "Approved by ana, tom.",
    });
    expect(judge(two, gateEvidence({ approvals: [approve("tom"), approve("tom", "owner")] }))).toMatchObject({
      status: "waiting",
      sentence: expect.stringMatching(/^1 of 2: tom\. /),
    });
  });

  it("stand that were given in the moment a run ended, and not those from before it", () => {
    const given = approve("tom");
    const ended = (ms: number) =>
      gateEvidence({
        approvals: [given],
        run: run({ finishedAt: new Date(given.createdAt.getTime() + ms) }),
      });
    expect(judge({ kind: "approvals" }, ended(0)).status).toBe("met");
    expect(judge({ kind: "approvals" }, ended(1)).status).toBe("waiting");
  });
});

describe("review", () => {
  it("of one case has a rate and an interval too", () => {
    const one = review({ decided: 1, approved: 1, edited: 0, reviewers: 1 });
    const judged = judge(
      { kind: "reviewed_share", share: 0.01 },
      gateEvidence({
        review: { changed: one, run: review(), earlier: [] },
        comparison: comparison({ changedCases: 4 }),
      }),
    );
    expect(judged).toMatchObject({
      status: "met",
      sentence: "1 of 4 changed cases decided by 1 reviewer, 1 approved (100 %, 95 % interval 2.5 to 100)",
    });
    expect(judged.evidence).toMatchObject({ approvalRate: { value: 1 }, needed: 1 });
  });

  it("is passed at exactly the rate that is asked, and waits where exactly enough cases wait", () => {
    const rated = (approved: number) =>
      judge(
        { kind: "reviewed_share", share: 0.1, approvalRate: 0.8 },
        gateEvidence({ review: { changed: review({ decided: 10, approved }), run: review(), earlier: [] } }),
      ).status;
    expect([rated(8), rated(7)]).toEqual(["met", "unmet"]);
    const waiting = (open: number) =>
      judge(
        { kind: "reviewed_share" },
        gateEvidence({
          review: { changed: review({ decided: 5, approved: 5, open }), run: review(), earlier: [] },
        }),
      );
    expect(waiting(8)).toMatchObject({ status: "waiting", whatToDo: "Decide 8 more in the queue." });
    expect(waiting(7)).toMatchObject({
      status: "unmet",
      whatToDo: "Send at least 1 more changed cases to review.",
    });
  });
});

describe("safety", () => {
  it("is shown by exactly as many cases as are asked, and by none that one call left unjudged", () => {
    const of = (count: number) =>
      gateEvidence({
        run: run({
          totalCases: count,
          summary: {
            ...summaryOf(count),
            evaluators: [evaluator(), { ...safe, judged: count, passed: count }],
          },
        }),
      });
    expect([
      judge({ kind: "no_safety_failure" }, of(50)).status,
      judge({ kind: "no_safety_failure" }, of(49)).status,
    ]).toEqual(["met", "unmet"]);
    const failed = withSummary({
      succeeded: 479,
      failed: 1,
      evaluators: [evaluator(), { ...safe, judged: 479 }],
    });
    expect(judge({ kind: "no_safety_failure" }, failed)).toMatchObject({
      status: "unmet",
      sentence: "1 call failed, so nobody judged what it would have said",
    });
    const unjudged = withSummary({ evaluators: [evaluator(), { ...safe, judged: 479, unjudged: 1 }] });
    expect(judge({ kind: "no_safety_failure" }, unjudged)).toMatchObject({
      status: "unmet",
      sentence: "1 answer could not be judged for safety",
    });
  });
});

describe("a suite's thresholds as measured", () => {
  const measured = { kind: "suite_passed", thresholds: "measured" } as const;
  it("are not met by a metric without a value, and are met by the very value", () => {
    const of = (value: number | null) =>
      judge(measured, withSummary({ evaluators: [evaluator({ value }), safe] }));
    expect(of(null)).toMatchObject({
      status: "unmet",
      sentence: expect.stringContaining("threshold of accuracy not met"),
    });
    expect([of(0.85).status, of(0.849).status]).toEqual(["met", "unmet"]);
  });
});

describe("a version that was tried again", () => {
  const given = (looks: number, own: { low: number; high: number }) => {
    const primary = metric({ better: 13, worse: 2, same: 465 });
    return withMetric(primary, {
      run: run({ tries: looks, overTries: triesOf(primary, { looks, own: { value: 0.9, n: 480, ...own } }) }),
    });
  };
  const clear = { low: 0.87, high: 0.93 };

  it("is better where its chance times the square of the looks is small, as the stated confidence says", () => {
    // By McNemar's exact test 13 better and 2 worse come by chance in 0.74 %: four times that is under 5 %, nine times is not.
    const of = (looks: number) => judge({ kind: "suite_passed", requires: "better" }, given(looks, clear));
    expect([1, 2, 3].map((looks) => of(looks).status)).toEqual(["met", "met", "unmet"]);
    expect(of(3).sentence).toContain("these cases cannot show that it is better");
  });

  it("holds the primary metric's threshold over all its tries, not in the last one only", () => {
    const of = (own: { low: number; high: number }) => judge({ kind: "suite_passed" }, given(2, own));
    expect(of({ low: 0.85, high: 0.93 }).status).toBe("met");
    expect(of({ low: 0.849, high: 0.93 })).toMatchObject({
      status: "unmet",
      sentence: expect.stringContaining("threshold of accuracy not met with 95 % confidence"),
    });
  });
});

describe("a budget", () => {
  it("marks as an estimate what rests on one estimated call", () => {
    const cost = { value: 1.93, low: 1.8, high: 2.1, n: 480 };
    const of = (estimatedCalls: number) =>
      judge({ kind: "budget", costPer1000Usd: 2.5 }, effort({ costPer1000Usd: { ...cost, estimatedCalls } }))
        .sentence;
    expect(of(1)).toContain("cost ≈ $1.93");
    expect(of(0)).toContain("cost $1.93");
  });

  it("says whose calls count and at which confidence where a version was tried again", () => {
    const of = (tries: number) =>
      judge({ kind: "budget", errorRate: 0.01 }, gateEvidence({ run: run({ tries }) }));
    expect(of(1).sentence).toMatch(/with 95 % confidence\) under 1 %.*; run 214$/);
    expect(of(1).evidence).toMatchObject({ tries: 1, confidence: 0.95 });
    expect(of(3).sentence).toMatch(
      /with 99\.4 % confidence, since it was looked at 3 times\).*; run 214, the newest of 3, whose calls count$/,
    );
    expect(of(3).evidence).toMatchObject({ tries: 3, confidence: 1 - 0.05 / 9 });
  });

  it("is kept at the very limit, and not a cent over it", () => {
    const of = (high: number) =>
      judge(
        { kind: "budget", costPer1000Usd: 2 },
        effort({ costPer1000Usd: { value: 1.9, low: 1.8, high, n: 480 } }),
      ).status;
    expect([of(2), of(2.01)]).toEqual(["met", "unmet"]);
  });
});

it("counts as failed what was answered with an error and what was never called", () => {
  const given = withSummary({
    succeeded: 470,
    failed: 4,
    cancelled: 6,
    evaluators: [evaluator({ judged: 469 }), safe],
  });
  expect(judgeGate(gateOf({ kind: "suite_passed" }), given).runs.candidate).toMatchObject({
    cases: 480,
    failed: 10,
    unjudged: 1,
  });
});

it("where there is no run it says what to run, on what where the gate or the benchmark names it", () => {
  const without = (demanded: GateEvidence["demanded"]) =>
    judge({ kind: "no_safety_failure" }, gateEvidence({ run: null, comparison: null, demanded })).whatToDo;
  expect(without({ suite: "triage", dataset: "tickets" })).toBe("Run triage on version 8, on tickets.");
  expect(without({ suite: null, dataset: null })).toBe("Run a suite on version 8.");
});
