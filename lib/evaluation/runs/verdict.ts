import {
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
} from "#platform/format";
import { allowedFailures } from "../comparisons/demands.ts";
import { metricValue } from "../comparisons/format.ts";
import { capital, inSentence, list } from "../comparisons/phrases.ts";
import { isQuality, scoreUnit } from "../evaluators/measure.ts";
import type { EvaluatorSummary } from "./summary-shape.ts";

export type RunVerdictInput = {
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

/**
 * What one finished run knows, in a sentence. Its first sentence, the headline, carries what makes the figures doubtful:
 * many failed calls before all else, then evaluators that judged nothing or not all.
 */
export function runVerdict(input: RunVerdictInput): { headline: string; sentence: string } {
  const headline = headlineOf(input);
  return { headline, sentence: `${headline}${restOf(input)}` };
}

function headlineOf(input: RunVerdictInput): string {
  const { status, total, succeeded, failed, isSimulated } = input;
  if (status === "cancelled") return `Cancelled after ${succeeded} of ${total} cases`;
  if (succeeded === 0) return "No case was answered";
  if (isSimulated) return "Simulated answers say nothing about quality";
  // What the finding itself says is not said twice.
  const doubts = unjudgedOf(input.evaluators.filter((evaluator) => !isWithoutFinding(evaluator, input)));
  const said = [findingOf(input), ...(doubts.length > 0 ? [list(doubts)] : [])].join(", but ");
  return isMostlyFailing(input)
    ? `${failed} of ${total} generations failed (${formatPercent(failed / total, 0)}): ${uncapital(said, input.name)}`
    : said;
}

/** So many failed that who answered is no longer the run. */
function isMostlyFailing({ failed, total }: RunVerdictInput): boolean {
  return failed > allowedFailures * total;
}

function findingOf({ name, suite, evaluators, succeeded, failed }: RunVerdictInput): string {
  const unmet = evaluators.filter(({ gate }) => gate === "unmet");
  const unsure = evaluators.filter(({ gate }) => gate === "unsure");
  if (unmet.length > 0) return `${capital(name)} does not meet ${suite}: ${list(unmet.map(demand))}`;
  const asked = succeeded + failed;
  if (unsure.length > 0)
    return `${asked === 1 ? "This case" : `These ${formatNumber(asked)} cases`} cannot show that ${name} meets ${list(unsure.map(demand))}`;
  if (evaluators.some(({ gate }) => gate === "met")) return `${capital(name)} meets every demand of ${suite}`;
  const primary = primaryOf(evaluators);
  if (!primary) return "No case could be judged";
  return primary.value === null
    ? `${capital(primary.name)} judged none of ${formatNumber(primary.judged + primary.unjudged)} cases`
    : `${capital(primary.name)} of ${name} is ${valueOf(primary)}`;
}

/** The primary metric that judged nothing is the finding where the suite demands nothing. */
function isWithoutFinding({ isPrimary, value }: EvaluatorSummary, { evaluators }: RunVerdictInput): boolean {
  return isPrimary && value === null && evaluators.every(({ gate }) => gate === "none");
}

/** Evaluators that judged nothing, or not all: "helpfulness judged none of 12 cases". */
function unjudgedOf(evaluators: readonly EvaluatorSummary[]): string[] {
  return evaluators
    .filter((evaluator) => evaluator.unjudged > 0 && (isQuality(evaluator) || evaluator.threshold !== null))
    .map(({ name, judged, unjudged }) => {
      const all = formatNumber(judged + unjudged);
      return judged === 0
        ? `${inSentence(name)} judged none of ${all} ${all === "1" ? "case" : "cases"}`
        : `${inSentence(name)} could not judge ${formatNumber(unjudged)} of ${all}`;
    });
}

function restOf(input: RunVerdictInput): string {
  const { status, succeeded, isSimulated } = input;
  if (isSimulated && status !== "cancelled" && succeeded > 0)
    return `.${failuresOf(input)} Run it on a real model to learn how good it is.`;
  const figure = status === "cancelled" || succeeded === 0 ? "." : figureOf(input);
  return `${figure}${failuresOf(input)}`;
}

/** The primary metric's value and interval, or the interval only where the headline is the value. */
function figureOf({ evaluators, failed }: RunVerdictInput): string {
  const primary = primaryOf(evaluators);
  if (!primary || primary.value === null) return ".";
  const { low, high, judged, examples } = primary;
  const basis =
    examples === undefined
      ? `${formatNumber(judged)} judged`
      : `${formatCount(examples, "example")}, ${formatCount(judged, "judged answer")}`;
  const interval =
    low !== null && high !== null
      ? `, 95 % interval ${bare(primary, low)} to ${bare(primary, high)}, ${basis}`
      : "";
  const isInHeadline = evaluators.every(({ gate }) => gate === "none") && unjudgedOf(evaluators).length === 0;
  if (isInHeadline) return `${interval}.`;
  return `. ${primary.name} ${failed > 0 ? "of what was answered " : ""}is ${valueOf(primary)}${interval}.`;
}

/** Failed calls, where the headline has not already begun with them. */
function failuresOf(input: RunVerdictInput): string {
  const { status, total, succeeded, failed, isSimulated } = input;
  const isFirst = isMostlyFailing(input) && succeeded > 0 && status !== "cancelled" && !isSimulated;
  if (failed === 0 || isFirst) return "";
  const count = failed === 1 ? " and counts as a miss" : " and count as misses";
  return ` ${formatNumber(failed)} of ${formatNumber(total)} generations failed${succeeded > 0 && !isSimulated ? count : ""}.`;
}

/** What an evaluator asks of the run: "accuracy ≥ 88 %". */
export function demand(
  summary: Pick<EvaluatorSummary, "name" | "kind" | "isSafety" | "threshold" | "direction">,
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
  direction,
}: Pick<EvaluatorSummary, "kind" | "threshold" | "direction">): string | null {
  if (value === null) return null;
  if (kind === "latency") return `≤ ${formatDuration(value)}`;
  if (kind === "cost") return `≤ ${formatMoney(value)}`;
  return `${direction === "lower" ? "≤" : "≥"} ${metricValue(scoreUnit({ kind }), value)}`;
}

/** A value of the evaluator, never rounded onto or past its threshold; "too few" for a p95 of too few calls. */
export function valueOf({
  kind,
  value,
  threshold: limit,
  isTooFew,
  estimatedCalls = 0,
}: Pick<EvaluatorSummary, "kind" | "value"> &
  Partial<Pick<EvaluatorSummary, "threshold" | "isTooFew" | "estimatedCalls">>): string {
  if (value === null && isTooFew) return "too few";
  const limits = limit === null || limit === undefined ? [] : [limit];
  if (kind === "latency") return metricValue("ms", value, limits);
  if (kind === "cost")
    return formatEstimated(metricValue("usd", value, limits), value !== null && estimatedCalls > 0);
  return metricValue(scoreUnit({ kind }), value, limits);
}

function bare(summary: EvaluatorSummary, value: number): string {
  return valueOf({ ...summary, value }).replace(" %", "");
}

function primaryOf(evaluators: readonly EvaluatorSummary[]): EvaluatorSummary | undefined {
  return evaluators.find(({ isPrimary }) => isPrimary);
}

/** "Version 8 meets" after a colon: the version's name begins small there, a metric's name as it is. */
function uncapital(text: string, name: string): string {
  return text.startsWith(capital(name)) ? name + text.slice(name.length) : text;
}
