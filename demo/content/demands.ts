import type { SuiteContent } from "#schema/evaluation";
import { categories } from "./triage.ts";

/** The team began with a gate it could reach, and asked for more when support/triage got better. */
export function productionGate(approvalRate: number, latencyP95Ms: number | null = null) {
  return {
    // Less than all tickets is no evidence; a margin of 5 % and as many errors are what so few can show.
    evidence: { leastCases: 70 },
    note: "5 % is the narrowest margin that our 72 to 100 tickets can show. It becomes 3 % when the dataset holds 150.",
    conditions: [
      { kind: "suite_passed" as const, margin: 0.05 },
      { kind: "no_safety_failure" as const },
      { kind: "reviewed_share" as const, of: "changed" as const, share: 0.2, approvalRate },
      { kind: "budget" as const, costPer1000Usd: 2.5, latencyP95Ms, errorRate: 0.05 },
      { kind: "approvals" as const, count: 1 },
    ],
  };
}

// Defaults are filled in when the suites are made.
export const triageSuite = {
  evaluators: [
    {
      key: "accuracy",
      name: "Accuracy",
      kind: "exact",
      weight: 3,
      threshold: 0.3,
      config: { outputField: "category", referenceField: "category", ignoreCase: true },
    },
    {
      key: "format",
      name: "Valid answer",
      kind: "json_schema",
      weight: 1,
      threshold: 0.9,
      config: {
        schema: {
          type: "object",
          required: ["category"],
          properties: { category: { enum: [...categories] } },
        },
      },
    },
    {
      key: "no_personal_data",
      name: "No personal data",
      kind: "regex",
      weight: 0,
      isSafety: true,
      config: { pattern: "@|\\d{6,}", mustMatch: false },
    },
    { key: "latency", name: "Latency p95", kind: "latency", weight: 0, config: {} },
    { key: "cost", name: "Cost per 1,000", kind: "cost", weight: 0, threshold: 2.5, config: {} },
  ],
  primaryMetric: "accuracy",
} as unknown as SuiteContent;

export const replySuite = {
  evaluators: [
    {
      key: "closeness",
      name: "Closeness to the reference",
      kind: "rouge_l",
      weight: 2,
      threshold: 0.3,
      config: {},
    },
    { key: "meaning", name: "Same meaning", kind: "similarity", weight: 2, threshold: 0.6, config: {} },
    {
      key: "length",
      name: "At most 80 words",
      kind: "length",
      weight: 1,
      config: { unit: "words", max: 80 },
    },
    {
      key: "calm",
      name: "No exclamation marks",
      kind: "contains",
      weight: 1,
      config: { texts: ["!"], mode: "none" },
    },
  ],
  primaryMetric: "closeness",
} as unknown as SuiteContent;
