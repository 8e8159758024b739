import { describe, test } from "vitest";
import { effort, gateEvidence, type GateRow, expectJudged } from "./judge.testing.ts";

const rows: GateRow[] = [
  [
    "under its limits with the whole interval",
    { kind: "budget", costPer1000Usd: 2.5, latencyP95Ms: 2000 },
    gateEvidence(),
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
  ["over one limit", { kind: "budget", latencyP95Ms: 1000 }, gateEvidence(), "unmet", /1\.38 s .*over 1 s/],
  [
    "under a limit as measured, and not with the interval",
    { kind: "budget", latencyP95Ms: 1400 },
    gateEvidence(),
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
    gateEvidence(),
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

describe("the gate's condition of a budget", () => {
  test.each(rows)("%s", (...row) => expectJudged(row));
});
