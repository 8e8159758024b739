import { formatCount, formatPercent } from "#platform/format";
import { asSet } from "#platform/rounding";
import type { EvaluatorSummary } from "#schema/evaluation";
import type { ComparisonEvidence, RunEvidence } from "./gate-evidence.ts";
import type { EvidenceDemand } from "./schema.ts";

/** One thing a condition looked at: how it reads, and what to do where it does not hold. */
export type Finding = { isMet: boolean; text: string; whatToDo?: string };

/**
 * Whether enough was judged for a condition to say anything: calls that failed and answers that nobody could judge
 * left the cases that remain easier than the dataset is, in either run. Empty when all is well.
 */
export function coverageGaps(
  demand: EvidenceDemand,
  run: RunEvidence,
  comparison: ComparisonEvidence | null,
): Finding[] {
  const judged = comparison?.primary?.pairs ?? primaryOf(run)?.judged ?? 0;
  return [
    tooFew(demand, judged, comparison !== null),
    ...gapsOf(demand, run),
    ...(comparison ? gapsOf(demand, comparison.baseline) : []),
  ].filter((finding) => finding !== null);
}

export function primaryOf({ summary }: RunEvidence): EvaluatorSummary | null {
  return summary?.evaluators.find(({ isPrimary }) => isPrimary) ?? null;
}

function tooFew({ leastCases }: EvidenceDemand, judged: number, isPaired: boolean): Finding | null {
  if (judged >= leastCases) return null;
  return {
    isMet: false,
    text: `${formatCount(judged, "case")} judged${isPaired ? " in both runs" : ""}, ${leastCases} asked`,
    whatToDo: "Add examples to the dataset and run it again.",
  };
}

function gapsOf({ failedShare, unjudgedShare }: EvidenceDemand, run: RunEvidence): (Finding | null)[] {
  const { failed, unanswered, unjudged, answered } = countsOf(run);
  const lost = failed + unanswered;
  const isFailing = lost > failedShare * run.totalCases;
  const isBlind = unjudged > unjudgedShare * Math.max(1, answered);
  const allowed = (share: number) => `at most ${formatPercent(share, 1, asSet(share))} may`;
  return [
    isFailing
      ? {
          isMet: false,
          text: `${lost} of ${run.totalCases} calls of run ${run.runNumber} failed, ${allowed(failedShare)}`,
          whatToDo:
            "See why the calls failed, mend it and run again: a case without an answer is not a case that went well.",
        }
      : null,
    isBlind
      ? {
          isMet: false,
          text: `${unjudged} of ${answered} answers of run ${run.runNumber} could not be judged, ${allowed(unjudgedShare)}`,
          whatToDo:
            "See on the run why they could not be judged, mend the evaluator or the examples and run again.",
        }
      : null,
  ];
}

/** Every case of a run: answered and judged, answered only, failed, or never called. */
export function countsOf(run: RunEvidence): {
  answered: number;
  failed: number;
  unanswered: number;
  unjudged: number;
} {
  const { summary, totalCases } = run;
  const answered = summary?.succeeded ?? 0;
  const failed = summary?.failed ?? 0;
  const judged = primaryOf(run)?.judged ?? 0;
  return {
    answered,
    failed,
    unanswered: Math.max(0, totalCases - answered - failed),
    unjudged: Math.max(0, answered - judged),
  };
}
