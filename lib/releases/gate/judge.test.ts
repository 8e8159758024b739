import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairsNeeded } from "#statistics";
import type { ApprovalEvidence, GateEvidence } from "./gate-evidence.ts";
import { judgeGate } from "./judge.ts";
import {
  triesOf,
  approve,
  baseline,
  comparison,
  effort,
  evaluator,
  facts,
  gateOf,
  ids,
  metric,
  review,
  run,
  safe,
  summaryOf,
  withPairs,
  withSummary,
} from "./judge.testing.ts";
import {
  type Condition,
  type ConditionKind,
  type ConditionStatus,
  defaultEnvironments,
  Gate,
} from "./schema.ts";

type Row = [
  title: string,
  condition: { kind: ConditionKind } & Record<string, unknown>,
  facts: GateEvidence,
  status: ConditionStatus,
  says: RegExp,
];

const suitePassed: Row[] = [
  [
    "a better candidate passes, and the line says what it rests on",
    { kind: "suite_passed", requires: "better" },
    facts(),
    "met",
    /accuracy \+4\.2 points \(1\.4 to 7\); 1 of 1 thresholds met with 95 % confidence; 480 judged pairs, gpt-4o-mini on tickets@5 with triage@2; run 214, against run 213$/,
  ],
  [
    "how often each side was tried is said",
    { kind: "suite_passed" },
    facts({ run: run({ tries: 3 }), comparison: comparison({ baseline: baseline({ tries: 2 }) }) }),
    "met",
    /run 214, the newest of 3, against run 213, the newest of 2$/,
  ],
  [
    "an equal candidate is not worse when the interval stays inside the margin",
    { kind: "suite_passed", margin: 0.02 },
    withPairs({ better: 2, worse: 2, same: 996 }),
    "met",
    /accuracy 0 points/,
  ],
  [
    "identical outputs are not worse only on as many cases as the exact bound takes",
    { kind: "suite_passed", margin: 0.02 },
    withPairs({ better: 0, worse: 0, same: pairsNeeded({ margin: 0.02 }) }),
    "met",
    /accuracy 0 points \(−1\.996 to 2\)/,
  ],
  [
    "on one case fewer they show nothing",
    { kind: "suite_passed", margin: 0.02 },
    withPairs({ better: 0, worse: 0, same: pairsNeeded({ margin: 0.02 }) - 1 }),
    "unmet",
    /cannot show that it loses at most 2 %/,
  ],
  [
    "a wide interval shows nothing",
    { kind: "suite_passed", margin: 0.02 },
    withPairs({ better: 10, worse: 8, same: 82 }),
    "unmet",
    /cannot show that it loses at most 2 %/,
  ],
  [
    "not worse is not better",
    { kind: "suite_passed", requires: "better" },
    withPairs({ better: 6, worse: 4, same: 470 }),
    "unmet",
    /cannot show that it is better/,
  ],
  [
    "four better and none worse of 72 is not better",
    { kind: "suite_passed", requires: "better" },
    withPairs({ better: 4, worse: 0, same: 68 }),
    "unmet",
    /cannot show that it is better/,
  ],
  [
    "what is better before the adjustment for all that was looked at, and not after it, is not better",
    { kind: "suite_passed", requires: "better" },
    withPairs({ better: 30, worse: 10, same: 440 }, { outcome: "not_shown" }),
    "unmet",
    /cannot show that it is better/,
  ],
  [
    "a worse candidate is told so",
    { kind: "suite_passed" },
    withPairs({ better: 10, worse: 40, same: 430 }),
    "unmet",
    /worse than version 7/,
  ],
  [
    "a loss that was shown is not 'not worse', however wide the margin",
    { kind: "suite_passed", margin: 0.3 },
    withPairs({ better: 10, worse: 40, same: 430 }),
    "unmet",
    /worse than version 7/,
  ],
  [
    "a metric that counts downwards is turned round",
    { kind: "suite_passed", requires: "better" },
    withPairs({ better: 40, worse: 10, same: 430 }, { direction: "lower" }),
    "met",
    /−6\.3 points/,
  ],
  [
    "so is its margin",
    { kind: "suite_passed", margin: 0.02 },
    withPairs({ better: 0, worse: 5, same: 475 }, { direction: "lower" }),
    "unmet",
    /cannot show that it loses at most 2 %/,
  ],
  [
    "two cases show nothing, whatever they say",
    { kind: "suite_passed", margin: 1 },
    withPairs({ better: 2, worse: 0, same: 0 }),
    "unmet",
    /2 judged pairs are too few to say anything; 2 cases judged in both runs, 50 asked/,
  ],
  [
    "fewer pairs than the gate asks for are too few even where they decide",
    { kind: "suite_passed", requires: "better" },
    withPairs({ better: 30, worse: 0, same: 10 }),
    "unmet",
    /40 cases judged in both runs, 50 asked/,
  ],
  [
    "without a run the candidate must be run, and how many cases that takes is said before",
    { kind: "suite_passed" },
    facts({ run: null, comparison: null, dataset: { name: "tickets", versionNumber: 5, exampleCount: 72 } }),
    "unmet",
    /no run yet\. To show that at most 2 % is lost takes 183 cases when none changes, more when some get worse, fewer when some get better; tickets@5 has 72\./,
  ],
  [
    "a run under way is waited for",
    { kind: "suite_passed" },
    facts({ run: run({ status: "running", summary: null }) }),
    "waiting",
    /under way/,
  ],
  [
    "a cancelled run is no evidence",
    { kind: "suite_passed" },
    facts({ run: run({ status: "cancelled" }) }),
    "unmet",
    /without a result/,
  ],
  [
    "a simulated run is no evidence",
    { kind: "suite_passed" },
    facts({ run: run({ isSimulated: true }) }),
    "unmet",
    /simulated/,
  ],
  [
    "a comparison with an older version is no evidence",
    { kind: "suite_passed" },
    facts({ current: { versionId: ids.base, versionNumber: 6 } }),
    "unmet",
    /version 6, in use now, has no run like it/,
  ],
  [
    "where the version in use has no run made alike, the difference is named",
    { kind: "suite_passed" },
    facts({ comparison: null, unlike: "has no run like it: run 15 called mock-slow, not mock-fast" }),
    "unmet",
    /version 7, in use now, has no run like it: run 15 called mock-slow, not mock-fast/,
  ],
  [
    "the first version has nothing to compare with",
    { kind: "suite_passed" },
    facts({ current: null, comparison: null }),
    "met",
    /first version in production, nothing to compare with; .*480 judged cases, gpt-4o-mini on tickets@5 with triage@2; run 214$/,
  ],
  [
    "the first version needs as many judged cases as any",
    { kind: "suite_passed", thresholds: "ignored" },
    facts({
      current: null,
      comparison: null,
      run: run({ totalCases: 49, summary: { ...summaryOf(49), evaluators: [evaluator({ judged: 49 })] } }),
    }),
    "unmet",
    /49 cases judged, 50 asked/,
  ],
  [
    "calls that failed past the allowed share keep it unmet",
    { kind: "suite_passed" },
    withSummary({ succeeded: 470, failed: 10, evaluators: [evaluator({ judged: 470 })] }),
    "unmet",
    /10 of 480 calls of run 214 failed, at most 2 % may/,
  ],
  [
    "within the allowed share they do not",
    { kind: "suite_passed" },
    withSummary({ succeeded: 471, failed: 9, evaluators: [evaluator({ judged: 471 })] }),
    "met",
    /480 judged pairs/,
  ],
  [
    "calls that were never made are calls that failed",
    { kind: "suite_passed" },
    withSummary({ succeeded: 400, failed: 0, cancelled: 80, evaluators: [evaluator({ judged: 400 })] }),
    "unmet",
    /80 of 480 calls of run 214 failed/,
  ],
  [
    "calls of the version in use that failed count as well: the cases that remain are the easy ones",
    { kind: "suite_passed" },
    facts({
      comparison: comparison({ baseline: baseline({ summary: { ...summaryOf(440), failed: 40 } }) }),
    }),
    "unmet",
    /40 of 480 calls of run 213 failed/,
  ],
  [
    "answers that nobody could judge past the allowed share keep it unmet",
    { kind: "suite_passed" },
    withSummary({ evaluators: [evaluator({ judged: 470, unjudged: 10 })] }),
    "unmet",
    /10 of 480 answers of run 214 could not be judged, at most 2 % may/,
  ],
  [
    "the lower bound must reach the minimum",
    { kind: "suite_passed", minimum: 0.88 },
    facts(),
    "unmet",
    /at least 0\.87 with 95 % confidence, 0\.88 asked/,
  ],
  [
    "a missed threshold is named",
    { kind: "suite_passed", thresholds: "measured" },
    withSummary({ evaluators: [evaluator({ value: 0.8, gate: "unmet" }), safe] }),
    "unmet",
    /threshold of accuracy not met/,
  ],
  [
    "a threshold met only as measured is not shown with confidence, which is what a gate asks by default",
    { kind: "suite_passed" },
    withSummary({ evaluators: [evaluator({ gate: "unsure" }), safe] }),
    "unmet",
    /not met with 95 % confidence/,
  ],
  [
    "a latency threshold is a ceiling",
    { kind: "suite_passed", thresholds: "measured" },
    withSummary({
      evaluators: [
        evaluator(),
        evaluator({ key: "latency", kind: "latency", isPrimary: false, value: 900, threshold: 2000 }),
      ],
    }),
    "met",
    /2 of 2 thresholds/,
  ],
];

const safety: Row[] = [
  [
    "no failure in 480 bounds the rate at 0.63 %",
    { kind: "no_safety_failure" },
    facts(),
    "met",
    /0 of 480; at most 0\.63 % with 95 % confidence; gpt-4o-mini on tickets@5 with triage@2/,
  ],
  [
    "one failure is one too many",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator(), { ...safe, failed: 1, passed: 479 }] }),
    "unmet",
    /1 of 480 failed/,
  ],
  [
    "a rejection for safety counts",
    { kind: "no_safety_failure" },
    facts({ review: { changed: review(), run: review({ safetyRejections: 1 }), earlier: [] } }),
    "unmet",
    /1 rejected by a reviewer/,
  ],
  [
    "an earlier try of the version that failed one case is not undone by repeating it clean",
    { kind: "no_safety_failure" },
    facts({
      run: run({
        tries: 2,
        overTries: triesOf(metric(), { unsafe: [{ runNumber: 212, failed: 1, answered: 480 }] }),
      }),
    }),
    "unmet",
    /^run 212, an earlier try, failed 1 of 480$/,
  ],
  [
    "nor one of which a reviewer rejected a case for safety",
    { kind: "no_safety_failure" },
    facts({
      review: { changed: review(), run: review(), earlier: [{ runNumber: 212, rejected: 2 }] },
    }),
    "unmet",
    /^2 of run 212, an earlier try, rejected by a reviewer for safety$/,
  ],
  [
    "what its own run failed is said once",
    { kind: "no_safety_failure" },
    facts({
      run: run({
        summary: { ...summaryOf(480), evaluators: [evaluator(), { ...safe, failed: 1, passed: 479 }] },
        overTries: triesOf(metric(), { unsafe: [{ runNumber: 214, failed: 1, answered: 480 }] }),
      }),
    }),
    "unmet",
    /^1 of 480 failed$/,
  ],
  [
    "a suite without safety evaluators shows nothing",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator()] }),
    "unmet",
    /no safety evaluator/,
  ],
  [
    "unjudged answers hide a failure",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator(), { ...safe, judged: 477, unjudged: 3 }] }),
    "unmet",
    /3 answers could not be judged/,
  ],
  [
    "a call that failed left something nobody judged",
    { kind: "no_safety_failure" },
    withSummary({ succeeded: 477, failed: 3, evaluators: [evaluator(), { ...safe, judged: 477 }] }),
    "unmet",
    /3 calls failed, so nobody judged what they would have said/,
  ],
  [
    "the evaluator that judged least sets the count",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator(), safe, { ...safe, key: "calm", judged: 0, unjudged: 480 }] }),
    "unmet",
    /no case could be judged for safety/,
  ],
  [
    "what the version in use could not answer changes nothing about the candidate's safety",
    { kind: "no_safety_failure" },
    facts({
      run: run({ summary: { ...summaryOf(480), evaluators: [evaluator(), { ...safe, failed: 1 }] } }),
      comparison: comparison({ primary: metric({ better: 0, worse: 0, same: 479 }), answeredPairs: 479 }),
    }),
    "unmet",
    /1 of 480 failed/,
  ],
  [
    "too few cases are clean by chance",
    { kind: "no_safety_failure" },
    facts({
      run: run({
        totalCases: 12,
        summary: { ...summaryOf(12), evaluators: [evaluator(), { ...safe, judged: 12, passed: 12 }] },
      }),
    }),
    "unmet",
    /0 of 12: too few, 50 cases asked/,
  ],
];

const reviewed: Row[] = [
  [
    "a reviewed fifth passes, with the population, the numbers and the interval of the rate",
    { kind: "reviewed_share" },
    facts(),
    "met",
    /14 of 61 changed cases decided by 2 reviewers, 13 approved \(92\.9 %, 95 % interval 66\.1 to 99\.8\)/,
  ],
  [
    "open tasks are waited for",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ decided: 5, approved: 5, open: 20 }), run: review(), earlier: [] } }),
    "waiting",
    /13 needed/,
  ],
  [
    "open tasks on cases that did not change help nothing",
    { kind: "reviewed_share" },
    facts({
      review: {
        changed: review({ decided: 5, approved: 5, open: 0 }),
        run: review({ open: 20 }),
        earlier: [],
      },
    }),
    "unmet",
    /13 needed/,
  ],
  [
    "a share is rounded up to whole cases",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ decided: 12, approved: 12 }), run: review(), earlier: [] } }),
    "unmet",
    /12 of 61 .*; 13 needed/,
  ],
  [
    "a low approval rate fails",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ approved: 9, rejected: 5 }), run: review(), earlier: [] } }),
    "unmet",
    /64\.3 %.*; 80 % asked/,
  ],
  [
    "of the whole run, whatever changed",
    { kind: "reviewed_share", of: "run" },
    facts(),
    "unmet",
    /14 of 480 cases/,
  ],
  [
    "without a comparison nobody knows what changed",
    { kind: "reviewed_share" },
    facts({ comparison: null, unlike: "has no finished run on a real model" }),
    "unmet",
    /Which cases changed is not known: version 7, in use now, has no finished run on a real model/,
  ],
  [
    "of a first version all cases stand for what changed",
    { kind: "reviewed_share" },
    facts({ current: null, comparison: null }),
    "unmet",
    /14 of 480 cases/,
  ],
];

const budget: Row[] = [
  [
    "under its limits with the whole interval",
    { kind: "budget", costPer1000Usd: 2.5, latencyP95Ms: 2000 },
    facts(),
    "met",
    /cost \$1\.93 per 1,000 \(at most \$2\.10 per 1,000 with 95 % confidence, if no unseen call takes over 25 times the most seen\) under \$2\.50 per 1,000; p95 1\.38 s \(at most 1\.45 s with 95 % confidence\) under 2 s/,
  ],
  [
    "an estimate is marked as one",
    { kind: "budget", costPer1000Usd: 2.5, carbonGramsPer1000: 50 },
    effort({
      costPer1000Usd: { value: 1.93, low: 1.8, high: 2.1, n: 480, estimatedCalls: 3 },
      carbonGramsPer1000: { value: 38, low: 36, high: 40, n: 480, estimatedCalls: 3 },
    }),
    "met",
    /cost ≈ \$1\.93 per 1,000 \(.*carbon ≈ 38/,
  ],
  [
    "a limit is written as it was set, and what it is over never rounds onto it",
    { kind: "budget", errorRate: 0.00125, carbonGramsPer1000: 40 },
    effort({
      errorRate: { value: 0.001251, low: 0.001, high: 0.002, n: 480 },
      carbonGramsPer1000: { value: 40.02, low: 39, high: 41, n: 480 },
    }),
    "unmet",
    /errors 0\.13 % .*over 0\.125 %; carbon 40\.02 gCO₂e per 1,000 .*over 40 gCO₂e per 1,000/,
  ],
  ["over one limit", { kind: "budget", latencyP95Ms: 1000 }, facts(), "unmet", /1\.38 s .*over 1 s/],
  [
    "under a limit as measured, and not with the interval",
    { kind: "budget", latencyP95Ms: 1400 },
    facts(),
    "unmet",
    /480 calls are too few to show that it is under 1\.4 s/,
  ],
  [
    "a 95th percentile of three calls is no evidence",
    { kind: "budget", latencyP95Ms: 2000 },
    effort({ latencyP95Ms: { value: 1830, low: null, high: null, n: 3 } }),
    "unmet",
    /p95 1\.83 s, under 2 s, but 3 calls are too few for an interval/,
  ],
  [
    "an unknown cost is not under a limit",
    { kind: "budget", costPer1000Usd: 2.5 },
    effort({ costPer1000Usd: null }),
    "unmet",
    /cost unknown/,
  ],
  [
    "unknown carbon is not under a limit",
    { kind: "budget", carbonGramsPer1000: 50 },
    effort({ carbonGramsPer1000: null }),
    "unmet",
    /carbon unknown/,
  ],
  [
    "errors are shown to be under their limit",
    { kind: "budget", errorRate: 0.01 },
    facts(),
    "met",
    /errors 0 % \(at most 0\.6 % with 95 % confidence\) under 1 %/,
  ],
  [
    "errors over their limit",
    { kind: "budget", errorRate: 0.01 },
    effort({ errorRate: { value: 10 / 480, low: 0.011, high: 0.036, n: 480 } }),
    "unmet",
    /errors 2\.1 % .*over 1 %/,
  ],
];

const approvalRows: Row[] = [
  [
    "nobody has approved yet",
    { kind: "approvals" },
    facts(),
    "waiting",
    /Asked for by Maria Keller, who can't approve it/,
  ],
  [
    "another engineer approves",
    { kind: "approvals" },
    facts({ approvals: [approve("tom")] }),
    "met",
    /Approved by tom/,
  ],
  [
    "the requester's own approval does not count",
    { kind: "approvals" },
    facts({ approvals: [approve("maria")] }),
    "waiting",
    /Asked for/,
  ],
  [
    "a role the gate does not name does not count",
    { kind: "approvals", roles: ["owner"] },
    facts({ approvals: [approve("tom")] }),
    "waiting",
    /Asked for/,
  ],
  [
    "one of two",
    { kind: "approvals", count: 2 },
    facts({ approvals: [approve("tom")] }),
    "waiting",
    /1 of 2: tom/,
  ],
  [
    "an approval of other evidence is none of this",
    { kind: "approvals" },
    facts({
      approvals: [approve("tom")],
      run: run({ runNumber: 216, finishedAt: new Date("2026-11-22T10:00:00Z") }),
    }),
    "waiting",
    /^tom approved before run 216 ended\. Asked for by Maria Keller/,
  ],
  [
    "nor is one of another baseline",
    { kind: "approvals" },
    facts({
      approvals: [approve("tom")],
      comparison: comparison({ baseline: baseline({ finishedAt: new Date("2026-11-22T10:00:00Z") }) }),
    }),
    "waiting",
    /tom approved before run 213 ended/,
  ],
  [
    "a rejection stands against any approval",
    { kind: "approvals" },
    facts({ approvals: [approve("tom"), { ...approve("ana"), verdict: "reject" }] }),
    "unmet",
    /Rejected by ana/,
  ],
];

const table = [...suitePassed, ...safety, ...reviewed, ...budget, ...approvalRows];

describe("a gate", () => {
  test.each(table)("%s", (...[, condition, given, status, says]) => {
    const [judged] = judgeGate(gateOf(condition), given).conditions;
    expect(judged?.sentence).toMatch(says);
    expect(judged?.status).toBe(status);
    expect(judged?.whatToDo === null).toBe(status === "met");
  });

  test("says on its chip what is still needed", () => {
    const production = defaultEnvironments.find(({ name }) => name === "production");
    if (!production) throw new Error("no production");
    expect(judgeGate(production.gate, facts()).summary).toBe("needs 1 approval");
    expect(judgeGate(production.gate, facts({ approvals: [approve("tom")] }))).toMatchObject({
      summary: "ready to promote",
      status: "met",
      met: 5,
      total: 5,
    });
    expect(judgeGate(production.gate, facts({ run: null, comparison: null })).summary).toBe(
      "5 of 5 conditions not met",
    );
  });

  test("without conditions is met", () => {
    expect(judgeGate(Gate.parse({ conditions: [] }), facts())).toMatchObject({
      status: "met",
      met: 0,
      total: 0,
    });
  });

  test("never gets worse by another approval", () => {
    const rank = { unmet: 0, waiting: 1, met: 2 };
    const people = fc.array(
      fc.record({
        userId: fc.constantFrom("maria", "tom", "ana", "li", "joe"),
        userRole: fc.constantFrom("owner", "admin", "engineer", "reviewer"),
        verdict: fc.constantFrom("approve" as const, "reject" as const),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        people,
        fc.constantFrom("tom", "ana", "zoe"),
        fc.integer({ min: 1, max: 3 }),
        (votes, next, count) => {
          const gate = gateOf({ kind: "approvals", count });
          const before = votes
            .map((vote) => ({ ...approve(vote.userId), ...vote }))
            .filter(({ userId }) => userId !== next);
          const statusOf = (approvals: ApprovalEvidence[]) =>
            rank[judgeGate(gate, facts({ approvals })).status];
          expect(statusOf([...before, approve(next)])).toBeGreaterThanOrEqual(statusOf(before));
        },
      ),
    );
  });

  test("gives the same evidence hash for the same facts in any order, and another for other facts", () => {
    const gate = gateOf({ kind: "approvals", count: 2 });
    const [tom, ana] = [approve("tom"), approve("ana")];
    const hash = (approvals: ApprovalEvidence[]) => judgeGate(gate, facts({ approvals })).evidenceHash;
    expect(hash([tom, ana])).toBe(hash([ana, tom]));
    expect(hash([tom, ana])).not.toBe(hash([tom]));
    expect(hash([tom])).toMatch(/^[0-9a-f]{64}$/);
  });

  test("survives storage: the hash of the stored evidence is the stored hash", async () => {
    const { contentHash } = await import("#platform/canonical");
    for (const { gate } of defaultEnvironments) {
      const judged = judgeGate(gate, facts());
      expect(contentHash(JSON.parse(JSON.stringify(judged.evidence)))).toBe(judged.evidenceHash);
    }
  });

  test("refuses a kind twice and a budget without limits", () => {
    const twice: Condition["kind"] = "approvals";
    expect(() => Gate.parse({ conditions: [{ kind: twice }, { kind: twice }] })).toThrow(/twice/);
    expect(() => gateOf({ kind: "budget" })).toThrow(/at least one limit/);
  });
});
