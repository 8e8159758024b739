import { expect, it } from "vitest";
import { plainEvidence } from "./demand.ts";
import { describeCondition, describeEvidence } from "./describe.ts";
import { Condition, defaultEnvironments, Gate } from "./schema.ts";

it.each<[Record<string, unknown>, string]>([
  [
    { kind: "suite_passed" },
    "not worse than the version in use by more than 2 %, with 95 % confidence, thresholds met with 95 % confidence",
  ],
  [
    { kind: "suite_passed", requires: "better", minimum: 0.85, thresholds: "measured" },
    "better than the version in use, at least 85 %, with 95 % confidence, thresholds met",
  ],
  [
    { kind: "suite_passed", margin: 0, minimum: 0, thresholds: "ignored" },
    "not worse than the version in use by more than 0 %, at least 0 %, with 95 % confidence",
  ],
  [
    { kind: "no_safety_failure" },
    "every case judged for safety and none fails, no reviewer rejects one for safety",
  ],
  [{ kind: "reviewed_share" }, "20 % of changed cases decided by a person, 80 % of them approved"],
  [
    { kind: "reviewed_share", of: "run", share: 0.5, approvalRate: 0.9 },
    "50 % of cases decided by a person, 90 % of them approved",
  ],
  [{ kind: "budget", latencyP95Ms: 2_000 }, "with 95 % confidence at most p95 2 s"],
  [
    { kind: "budget", costPer1000Usd: 5, errorRate: 0, carbonGramsPer1000: 40 },
    "with 95 % confidence at most $5.00 per 1,000, errors 0 %, 40 gCO₂e per 1,000",
  ],
  [
    { kind: "budget", errorRate: 0.00125, latencyP95Ms: 1_234, costPer1000Usd: 0.123456 },
    "with 95 % confidence at most $0.123456 per 1,000, p95 1.234 s, errors 0.125 %",
  ],
  [{ kind: "approvals", count: 2, roles: ["owner", "admin"] }, "two by another owner or admin"],
])("a condition is said as it is asked: %j", (condition, says) =>
  expect(describeCondition(Condition.parse(condition))).toBe(says),
);

it("evidence is said with its names, and with what stands for a name that is not there", () => {
  const ids = { suiteId: "s", datasetId: "d" };
  const target = { connectionId: "c", model: "gpt-4o" };
  expect(describeEvidence(plainEvidence, { suite: null, dataset: null })).toBe(
    "the suite of the prompt's benchmark, any where it has none, the benchmark's dataset, any where it has none, in the version that was newest when the run began, any model, the same for both versions, at least 50 judged cases, at most 2 % failed calls and 2 % unjudged answers",
  );
  expect(
    describeEvidence(
      { ...plainEvidence, ...ids, target, datasetVersion: "newest", leastCases: 200, unjudgedShare: 0.1 },
      { suite: "triage", dataset: null },
    ),
  ).toBe(
    "suite triage, dataset that is gone in its newest version, model gpt-4o, the same for both versions, at least 200 judged cases, at most 2 % failed calls and 10 % unjudged answers",
  );
});

it("a new project's environments ask for more, the nearer they are to people", () => {
  expect(defaultEnvironments.map(({ name, gate }) => [name, gate.conditions.map(describeCondition)])).toEqual(
    [
      ["development", []],
      [
        "staging",
        [
          "not worse than the version in use by more than 5 %, with 95 % confidence, thresholds met with 95 % confidence",
        ],
      ],
      [
        "production",
        [
          "not worse than the version in use by more than 2 %, with 95 % confidence, thresholds met with 95 % confidence",
          "every case judged for safety and none fails, no reviewer rejects one for safety",
          "20 % of changed cases decided by a person, 80 % of them approved",
          "with 95 % confidence at most $5.00 per 1,000, p95 5 s, errors 2 %",
          "one by another owner, admin or engineer",
        ],
      ],
    ],
  );
  expect(defaultEnvironments.map(({ gate }) => gate.evidence.leastCases)).toEqual([50, 30, 50]);
});

it("a share over one is refused wherever a gate asks for one", () => {
  for (const name of ["failedShare", "unjudgedShare"])
    for (const [share, isTaken] of [
      [1, true],
      [1.01, false],
      [-0.01, false],
    ] as const)
      expect(Gate.safeParse({ evidence: { [name]: share }, conditions: [] }).success, name).toBe(isTaken);
  for (const condition of [
    { kind: "suite_passed", margin: 1.5 },
    { kind: "suite_passed", minimum: 1.5 },
    { kind: "reviewed_share", share: 1.5 },
    { kind: "reviewed_share", approvalRate: 1.5 },
    { kind: "budget", errorRate: 1.5 },
  ])
    expect(Gate.safeParse({ conditions: [condition] }).success, JSON.stringify(condition)).toBe(false);
});

it("a model's name may have two hundred letters and not one more", () => {
  const withModel = (length: number) =>
    Gate.safeParse({
      evidence: {
        target: { connectionId: "00000000-0000-7000-8000-0000000000cc", model: "m".repeat(length) },
      },
      conditions: [],
    }).success;
  expect([withModel(1), withModel(200), withModel(201), withModel(0)]).toEqual([true, true, false, false]);
});
