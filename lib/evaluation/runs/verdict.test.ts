import { describe, expect, test } from "vitest";
import type { EvaluatorSummary } from "./summary-shape.ts";
import { runVerdict, type RunVerdictInput } from "./verdict.ts";

const accuracy: EvaluatorSummary = {
  key: "accuracy",
  name: "Accuracy",
  kind: "exact",
  isSafety: false,
  isPrimary: true,
  value: 0.905,
  low: 0.8752,
  high: 0.9282,
  method: "exact",
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
const verdictInput = (parts: Partial<RunVerdictInput>): RunVerdictInput => ({
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

const judge: EvaluatorSummary = {
  ...accuracy,
  key: "judge",
  name: "Helpfulness",
  kind: "llm_judge",
  isPrimary: false,
  isBinary: false,
  threshold: null,
  gate: "none",
};

describe("the sentence a run ends with", () => {
  test.each<[string, RunVerdictInput, string]>([
    [
      "met",
      verdictInput({}),
      "Version 8 meets every demand of triage-quality@3. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8, 480 judged.",
    ],
    [
      "unmet",
      verdictInput({ evaluators: [{ ...accuracy, gate: "unmet", threshold: 0.95 }, safety] }),
      "Version 8 does not meet triage-quality@3: accuracy ≥ 95 % and no failure of safety. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8, 480 judged.",
    ],
    [
      "unsure",
      verdictInput({ evaluators: [accuracy, latency] }),
      "These 480 cases cannot show that version 8 meets latency ≤ 2 s. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8, 480 judged.",
    ],
    [
      "no demand",
      verdictInput({
        evaluators: [{ ...accuracy, threshold: null, gate: "none" }],
        failed: 3,
        succeeded: 477,
      }),
      "Accuracy of version 8 is 90.5 %, 95 % interval 87.5 to 92.8, 480 judged. 3 of 480 generations failed and count as misses.",
    ],
    [
      "graded",
      verdictInput({
        evaluators: [
          { ...judge, isPrimary: true, value: 0.81, low: 0.78, high: 0.84, threshold: 0.75, gate: "met" },
        ],
      }),
      "Version 8 meets every demand of triage-quality@3. Helpfulness is 0.81, 95 % interval 0.78 to 0.84, 480 judged.",
    ],
    [
      "an end of the interval that rounds onto its threshold",
      verdictInput({ evaluators: [{ ...accuracy, low: 0.79996, gate: "unsure" }] }),
      "These 480 cases cannot show that version 8 meets accuracy ≥ 80 %. Accuracy is 90.5 %, 95 % interval 79.996 to 92.8, 480 judged.",
    ],
    [
      "nearly all right",
      verdictInput({
        evaluators: [
          {
            ...accuracy,
            value: 1999 / 2000,
            low: 0.9972,
            high: 0.99999,
            judged: 2000,
            threshold: null,
            gate: "none",
          },
        ],
        total: 2000,
        succeeded: 2000,
      }),
      "Accuracy of version 8 is 99.95 %, 95 % interval 99.7 to 99.999, 2,000 judged.",
    ],
    [
      "unjudged",
      verdictInput({ evaluators: [{ ...accuracy, judged: 478, unjudged: 2, gate: "unsure" }] }),
      "These 480 cases cannot show that version 8 meets accuracy ≥ 80 %, but accuracy could not judge 2 of 480. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8, 478 judged.",
    ],
    [
      "a judge that judged nothing",
      verdictInput({
        evaluators: [accuracy, { ...judge, value: null, low: null, high: null, judged: 0, unjudged: 480 }],
      }),
      "Version 8 meets every demand of triage-quality@3, but helpfulness judged none of 480 cases. Accuracy is 90.5 %, 95 % interval 87.5 to 92.8, 480 judged.",
    ],
    [
      "nothing judged",
      verdictInput({
        evaluators: [
          { ...accuracy, value: null, low: null, high: null, judged: 0, unjudged: 480, gate: "none" },
        ],
      }),
      "Accuracy judged none of 480 cases.",
    ],
    [
      "most calls failed",
      verdictInput({
        name: "version 1",
        evaluators: [
          {
            ...accuracy,
            value: 1,
            low: 0.3976,
            high: 1,
            judged: 4,
            passed: 4,
            failed: 0,
            threshold: 0.3,
            gate: "unmet",
          },
        ],
        total: 40,
        succeeded: 4,
        failed: 36,
      }),
      "36 of 40 generations failed (90 %): version 1 does not meet triage-quality@3: accuracy ≥ 30 %. Accuracy of what was answered is 100 %, 95 % interval 39.8 to 100, 4 judged.",
    ],
    [
      "simulated",
      verdictInput({ isSimulated: true }),
      "Simulated answers say nothing about quality. Run it on a real model to learn how good it is.",
    ],
    ["cancelled", verdictInput({ status: "cancelled", succeeded: 120 }), "Cancelled after 120 of 480 cases."],
    [
      "all failed",
      verdictInput({ succeeded: 0, failed: 480, status: "failed" }),
      "No case was answered. 480 of 480 generations failed.",
    ],
  ])("%s", (_, input, sentence) => expect(runVerdict(input).sentence).toBe(sentence));
});
