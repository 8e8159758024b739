import type { ConditionKind, ConditionOf } from "./schema.ts";

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
