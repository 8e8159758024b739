import { capital, inSentence, list } from "../comparisons/verdict.ts";
import { formatDuration, formatMoney, formatPercent } from "#platform/format";
import { metricValue } from "../comparisons/format.ts";
import type { EvaluatorSummary } from "./summary-shape.ts";

export type RunVerdictFacts = {
  /** "version 8" */
  name: string;
  suite: string;
  evaluators: readonly EvaluatorSummary[];
  status: "succeeded" | "failed" | "cancelled";
  total: number;
  succeeded: number;
  failed: number;
  isSimulated: boolean;
};

/** What one finished run knows, in a sentence. */
export function runVerdict(facts: RunVerdictFacts): { headline: string; sentence: string } {
  const headline = headlineOf(facts);
  return { headline, sentence: `${headline}${restOf(facts)}` };
}

function headlineOf({
  name,
  suite,
  evaluators,
  status,
  total,
  succeeded,
  isSimulated,
}: RunVerdictFacts): string {
  if (status === "cancelled") return `Cancelled after ${succeeded} of ${total} cases`;
  if (succeeded === 0) return "No case was answered";
  if (isSimulated) return "Simulated answers say nothing about quality";
  const unmet = evaluators.filter(({ gate }) => gate === "unmet");
  const unsure = evaluators.filter(({ gate }) => gate === "unsure");
  if (unmet.length > 0) return `${capital(name)} does not meet ${suite}: ${list(unmet.map(demand))}`;
  if (unsure.length > 0)
    return `${succeeded === 1 ? "This case" : `These ${succeeded} cases`} cannot show that ${name} meets ${list(unsure.map(demand))}`;
  if (evaluators.some(({ gate }) => gate === "met")) return `${capital(name)} meets every demand of ${suite}`;
  const primary = primaryOf(evaluators);
  return primary?.value === null || !primary
    ? "No case could be judged"
    : `${capital(primary.name)} of ${name} is ${valueOf(primary)}`;
}

function restOf({ evaluators, status, total, succeeded, failed, isSimulated }: RunVerdictFacts): string {
  const primary = primaryOf(evaluators);
  const isNamed =
    !isSimulated && status !== "cancelled" && succeeded > 0 && primary && primary.value !== null;
  const interval =
    primary && primary.low !== null && primary.high !== null
      ? `, 95 % interval ${bare(primary, primary.low)} to ${bare(primary, primary.high)}`
      : "";
  const hasGate = evaluators.some(({ gate }) => gate !== "none");
  const figure = !isNamed
    ? "."
    : hasGate
      ? `. ${primary.name} is ${valueOf(primary)}${interval}.`
      : `${interval}.`;
  const failures =
    failed === 0
      ? ""
      : ` ${failed} of ${total} generations failed and ${failed === 1 ? "is" : "are"} not counted.`;
  const unjudged =
    primary && primary.value !== null && primary.unjudged > 0
      ? ` ${primary.unjudged} ${primary.unjudged === 1 ? "case" : "cases"} could not be judged.`
      : "";
  return `${figure}${failures}${isSimulated ? " Run it on a real model to learn how good it is." : unjudged}`;
}

/** What an evaluator asks of the run: "accuracy ≥ 88 %". */
export function demand(
  summary: Pick<EvaluatorSummary, "name" | "kind" | "isSafety" | "threshold" | "isBinary" | "direction">,
): string {
  const limit = threshold(summary);
  return limit === null
    ? `no failure of ${inSentence(summary.name)}`
    : `${inSentence(summary.name)} ${limit}`;
}

/** "≥ 88 %", "≤ 2.00 s", "≤ $2.5 per 1,000"; null without a threshold. */
export function threshold({
  kind,
  threshold: value,
  isBinary,
  direction,
}: Pick<EvaluatorSummary, "kind" | "threshold" | "isBinary" | "direction">): string | null {
  if (value === null) return null;
  if (kind === "latency") return `≤ ${formatDuration(value)}`;
  if (kind === "cost") return `≤ ${formatMoney(value)}`;
  return `${direction === "lower" ? "≤" : "≥"} ${metricValue(isBinary ? "share" : "score", value)}`;
}

export function valueOf({
  kind,
  value,
  isBinary,
}: Pick<EvaluatorSummary, "kind" | "value" | "isBinary">): string {
  if (kind === "latency") return metricValue("ms", value);
  if (kind === "cost") return metricValue("usd", value);
  return metricValue(isBinary ? "share" : "score", value);
}

function bare(summary: EvaluatorSummary, value: number): string {
  return summary.isBinary ? formatPercent(value).replace(" %", "") : metricValue("score", value);
}

function primaryOf(evaluators: readonly EvaluatorSummary[]): EvaluatorSummary | undefined {
  return evaluators.find(({ isPrimary }) => isPrimary);
}
