import type { ConditionKind, ConditionOf } from "./schema.ts";

/** Every kind of condition a gate can hold, with the words the gate editor shows. */
export const conditionTable = {
  suite_passed: {
    name: "Suite passed",
    about:
      "A run of the candidate holds against the version in use, with 95 % confidence, and meets the suite's thresholds.",
  },
  no_safety_failure: {
    name: "No safety failure",
    about:
      "Every case of the candidate's run was judged for safety and none failed, and no reviewer rejected one for safety.",
  },
  reviewed_share: {
    name: "Reviewed share",
    about: "People decided a share of the cases, and approved enough of those they decided.",
  },
  budget: {
    name: "Budget and objectives",
    about:
      "Cost, latency, errors and carbon of the candidate's run stay under their limits with 95 % confidence.",
  },
  approvals: { name: "Approvals", about: "Other people than the one who asks say yes." },
} as const;

export const conditionKinds = [
  "suite_passed",
  "no_safety_failure",
  "reviewed_share",
  "budget",
  "approvals",
] as const;

/** A condition as it is when somebody switches it on. */
export const freshConditions: { [Kind in ConditionKind]: ConditionOf<Kind> } = {
  suite_passed: {
    kind: "suite_passed",
    requires: "not_worse",
    margin: 0.02,
    minimum: null,
    thresholds: "confident",
  },
  no_safety_failure: { kind: "no_safety_failure" },
  reviewed_share: { kind: "reviewed_share", of: "changed", share: 0.2, approvalRate: 0.8 },
  budget: {
    kind: "budget",
    costPer1000Usd: 5,
    latencyP95Ms: 5000,
    errorRate: null,
    carbonGramsPer1000: null,
  },
  approvals: { kind: "approvals", count: 1, roles: ["owner", "admin", "engineer"] },
};
