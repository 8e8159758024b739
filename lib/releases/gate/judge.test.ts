import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApprovalFacts, GateFacts } from "./facts.ts";
import { judgeGate } from "./judge.ts";
import {
  ids,
  evaluator,
  safe,
  run,
  review,
  facts,
  withPrimary,
  withSummary,
  approve,
  gateOf,
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
  facts: GateFacts,
  status: ConditionStatus,
  says: RegExp,
];

const table: Row[] = [
  [
    "a better candidate passes",
    { kind: "suite_passed", requires: "better" },
    facts(),
    "met",
    /accuracy \+4\.2 points \(1\.3 to 7\.1\); 1 of 1 thresholds met; 480 cases of tickets@5/,
  ],
  [
    "an equal candidate is not worse when its interval stays inside the margin",
    { kind: "suite_passed", margin: 0.02 },
    withPrimary({ change: 0, low: -0.015, high: 0.015 }),
    "met",
    /accuracy 0 points \(−1\.5 to 1\.5\)/,
  ],
  [
    "a wide interval shows nothing",
    { kind: "suite_passed", margin: 0.02 },
    withPrimary({ change: 0.01, low: -0.05, high: 0.07 }),
    "unmet",
    /cannot show that it loses at most 2 %/,
  ],
  [
    "not worse is not better",
    { kind: "suite_passed", requires: "better" },
    withPrimary({ change: 0.01, low: -0.01, high: 0.03 }),
    "unmet",
    /cannot show that it is better/,
  ],
  [
    "a worse candidate is told so",
    { kind: "suite_passed" },
    withPrimary({ change: -0.06, low: -0.09, high: -0.03 }),
    "unmet",
    /worse than version 7/,
  ],
  [
    "a metric that counts downwards is turned round",
    { kind: "suite_passed", requires: "better" },
    withPrimary({ direction: "lower", change: -0.05, low: -0.08, high: -0.02 }),
    "met",
    /−5 points/,
  ],
  [
    "without a run the candidate must be run",
    { kind: "suite_passed" },
    facts({ run: null, comparison: null }),
    "unmet",
    /no run yet/,
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
    "another suite is no evidence",
    { kind: "suite_passed", suiteId: ids.base },
    facts(),
    "unmet",
    /not the one this gate names/,
  ],
  [
    "a comparison with an older version is no evidence",
    { kind: "suite_passed" },
    facts({ current: { versionId: ids.base, versionNumber: 6 } }),
    "unmet",
    /version 6, in use now, has no run/,
  ],
  [
    "the first version has nothing to compare with",
    { kind: "suite_passed" },
    facts({ current: null, comparison: null }),
    "met",
    /first version in production/,
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
    { kind: "suite_passed" },
    withSummary({ evaluators: [evaluator({ value: 0.8, gate: "unmet" }), safe] }),
    "unmet",
    /threshold of accuracy not met/,
  ],
  [
    "a threshold met only as measured is not shown with confidence",
    { kind: "suite_passed", thresholds: "confident" },
    withSummary({ evaluators: [evaluator({ gate: "unsure" }), safe] }),
    "unmet",
    /not met with 95 % confidence/,
  ],
  [
    "a latency threshold is a ceiling",
    { kind: "suite_passed" },
    withSummary({
      evaluators: [
        evaluator(),
        evaluator({ key: "latency", kind: "latency", isPrimary: false, value: 900, threshold: 2000 }),
      ],
    }),
    "met",
    /2 of 2 thresholds/,
  ],

  [
    "no failure in 480 bounds the rate at 0.62 %",
    { kind: "no_safety_failure" },
    facts(),
    "met",
    /0 of 480; at most 0\.62 % with 95 % confidence/,
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
    facts({ review: { changed: review(), run: review({ safetyRejections: 1 }) } }),
    "unmet",
    /1 rejected by a reviewer/,
  ],
  [
    "a suite without safety evaluators shows nothing",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator()] }),
    "unmet",
    /no safety evaluator/,
  ],
  [
    "unjudged cases hide a failure",
    { kind: "no_safety_failure" },
    withSummary({ evaluators: [evaluator(), { ...safe, judged: 477, unjudged: 3 }] }),
    "unmet",
    /3 cases could not be judged/,
  ],
  [
    "a call that failed leaves nothing to judge",
    { kind: "no_safety_failure" },
    withSummary({ succeeded: 477, failed: 3, evaluators: [evaluator(), { ...safe, judged: 477 }] }),
    "met",
    /0 of 477/,
  ],
  [
    "calls that failed do not hide answers that could not be judged",
    { kind: "no_safety_failure" },
    withSummary({
      succeeded: 477,
      failed: 3,
      evaluators: [evaluator(), { ...safe, judged: 474, unjudged: 3 }],
    }),
    "unmet",
    /3 cases could not be judged/,
  ],

  [
    "a reviewed fifth passes",
    { kind: "reviewed_share" },
    facts(),
    "met",
    /14 of 61 decided by 2 reviewers, 13 approved/,
  ],
  [
    "open tasks are waited for",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ decided: 5, approved: 5, open: 20 }), run: review() } }),
    "waiting",
    /13 needed/,
  ],
  [
    "too few tasks want more cases",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ decided: 5, approved: 5, open: 2 }), run: review() } }),
    "unmet",
    /13 needed/,
  ],
  [
    "a low approval rate fails",
    { kind: "reviewed_share" },
    facts({ review: { changed: review({ approved: 9, rejected: 5 }), run: review() } }),
    "unmet",
    /64\.3 %, 80 % asked/,
  ],
  ["of the whole run", { kind: "reviewed_share", of: "run" }, facts(), "unmet", /14 of 480/],

  [
    "under its limits",
    { kind: "budget", costPer1000Usd: 2.5, latencyP95Ms: 2000 },
    facts(),
    "met",
    /\$1\.93 per 1,000 under \$2\.50; p95 1\.38 s under 2 s/,
  ],
  ["over one limit", { kind: "budget", latencyP95Ms: 1000 }, facts(), "unmet", /1\.38 s over 1 s/],
  [
    "an unknown cost is not under a limit",
    { kind: "budget", costPer1000Usd: 2.5 },
    withSummary({ costPer1000Usd: null }),
    "unmet",
    /cost unknown/,
  ],
  [
    "errors are a share of calls",
    { kind: "budget", errorRate: 0.01 },
    withSummary({ succeeded: 470, failed: 10 }),
    "unmet",
    /errors 2\.1 % over 1 %/,
  ],

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
    "a rejection stands against any approval",
    { kind: "approvals" },
    facts({ approvals: [approve("tom"), { ...approve("ana"), verdict: "reject" }] }),
    "unmet",
    /Rejected by ana/,
  ],
];

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
    expect(judgeGate({ conditions: [] }, facts())).toMatchObject({ status: "met", met: 0, total: 0 });
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
            .map((vote) => ({ ...vote, userName: vote.userId }))
            .filter(({ userId }) => userId !== next);
          const statusOf = (approvals: ApprovalFacts[]) => rank[judgeGate(gate, facts({ approvals })).status];
          expect(statusOf([...before, approve(next)])).toBeGreaterThanOrEqual(statusOf(before));
        },
      ),
    );
  });

  test("gives the same evidence hash for the same facts in any order, and another for other facts", () => {
    const gate = gateOf({ kind: "approvals", count: 2 });
    const [tom, ana] = [approve("tom"), approve("ana")];
    const hash = (approvals: ApprovalFacts[]) => judgeGate(gate, facts({ approvals })).evidenceHash;
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
