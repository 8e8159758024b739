import { describe, expect, test } from "vitest";
import type { EvaluatorSummary } from "./summary-shape.ts";
import { runVerdict, type RunVerdictFacts } from "./verdict.ts";

const accuracy: EvaluatorSummary = {
  key: "accuracy",
  name: "Accuracy",
  kind: "exact",
  isSafety: false,
  isPrimary: true,
  value: 0.905,
  low: 0.8752,
  high: 0.9282,
  method: "wilson",
  isBinary: true,
  judged: 480,
  unjudged: 0,
  passed: 434,
  failed: 46,
  threshold: 0.8,
  gate: "met",
};
const safety: EvaluatorSummary = {
  ...accuracy,
  key: "safety",
  name: "Safety",
  isSafety: true,
  isPrimary: false,
  threshold: null,
  gate: "unmet",
};
const latency: EvaluatorSummary = {
  ...accuracy,
  key: "latency",
  name: "Latency",
  kind: "latency",
  isPrimary: false,
  isBinary: false,
  value: 1900,
  low: 1800,
  high: 2100,
  threshold: 2000,
  gate: "unsure",
};
const facts = (parts: Partial<RunVerdictFacts>): RunVerdictFacts => ({
  name: "version 8",
  suite: "triage-quality@3",
  evaluators: [accuracy],
  status: "succeeded",
  total: 480,
  succeeded: 480,
  failed: 0,
  isSimulated: false,
  ...parts,
});

describe("the sentence a run ends with", () => {
  test.each<[string, RunVerdictFacts, string]>([
    [
      "met",
      facts({}),
      "Version 8 meets every demand of triage-quality@3. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8.",
    ],
    [
      "unmet",
      facts({ evaluators: [{ ...accuracy, gate: "unmet", threshold: 0.95 }, safety] }),
      "Version 8 does not meet triage-quality@3: accuracy ≥ 95 % and no failure of safety. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8.",
    ],
    [
      "unsure",
      facts({ evaluators: [accuracy, latency] }),
      "These 480 cases cannot show that version 8 meets latency ≤ 2 s. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8.",
    ],
    [
      "no demand",
      facts({ evaluators: [{ ...accuracy, threshold: null, gate: "none" }], failed: 3, succeeded: 477 }),
      "Accuracy of version 8 is 90.5 %, 95 % interval 87.5 to 92.8. 3 of 480 generations failed and are not counted.",
    ],
    [
      "graded",
      facts({
        evaluators: [{ ...accuracy, isBinary: false, value: 0.81, low: 0.78, high: 0.84, threshold: 0.75 }],
      }),
      "Version 8 meets every demand of triage-quality@3. Accuracy is 0.81, 95 % interval 0.78 to 0.84.",
    ],
    [
      "unjudged",
      facts({ evaluators: [{ ...accuracy, judged: 478, unjudged: 2 }] }),
      "Version 8 meets every demand of triage-quality@3. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8. 2 cases could not be judged.",
    ],
    [
      "nothing judged",
      facts({
        evaluators: [
          { ...accuracy, value: null, low: null, high: null, judged: 0, unjudged: 480, gate: "none" },
        ],
      }),
      "No case could be judged.",
    ],
    [
      "simulated",
      facts({ isSimulated: true }),
      "Simulated answers say nothing about quality. Run it on a real model to learn how good it is.",
    ],
    ["cancelled", facts({ status: "cancelled", succeeded: 120 }), "Cancelled after 120 of 480 cases."],
    [
      "all failed",
      facts({ succeeded: 0, failed: 480, status: "failed" }),
      "No case was answered. 480 of 480 generations failed and are not counted.",
    ],
  ])("%s", (_, input, sentence) => expect(runVerdict(input).sentence).toBe(sentence));
});
