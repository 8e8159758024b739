import { intervalEnd, metricChange, plain } from "./format.ts";
import type { MetricComparison, Verdict } from "./shape.ts";

export type VerdictFacts = {
  /** How the sides are called: "version 8", or "run 12" where both ran the same version. */
  baseline: string;
  candidate: string;
  metrics: readonly Pick<
    MetricComparison,
    | "key"
    | "name"
    | "kind"
    | "unit"
    | "isPrimary"
    | "outcome"
    | "change"
    | "relativeChange"
    | "low"
    | "high"
    | "pairs"
    | "smallestEffect"
  >[];
  /** Examples both runs answered. */
  pairs: number;
  isSimulated: boolean;
  /** Safety checks the candidate failed, and on how many cases. */
  safetyFailures: readonly { name: string; count: number }[];
  /** Generations that failed in the candidate and are not counted. */
  unanswered: number;
};

/** Below this many pairs no sentence is dared, whatever the tests say. */
export const fewestPairs = 10;

/** What a comparison knows, in a sentence: from the metrics alone, never from a model. */
export function comparisonVerdict(facts: VerdictFacts): Verdict {
  const name = capital(facts.candidate);
  if (facts.isSimulated) {
    return verdict(
      "simulated",
      "Simulated answers say nothing about quality",
      `. ${name} or what it is compared with ran on a simulated model; run both on a real one to compare them.`,
    );
  }
  if (facts.pairs < fewestPairs) {
    const cases = facts.pairs === 1 ? "1 case is" : `${facts.pairs} cases are`;
    return verdict(
      "too_few",
      `${cases} too few to say which is better`,
      `. Both runs need answers on at least ${fewestPairs} of the same examples.${safety(facts)}`,
    );
  }
  const quality = facts.metrics.filter(({ kind }) => kind === "quality" || kind === "safety");
  const better = quality.filter(({ outcome }) => outcome === "better");
  const worse = quality.filter(({ outcome }) => outcome === "worse");
  const tail = `${safety(facts)}${effort(facts)}${unanswered(facts)}`;
  const others = quality.length > Math.max(better.length, worse.length);
  if (better.length > 0 && worse.length > 0) {
    return verdict(
      "mixed",
      `${name} is better on ${names(better)}`,
      ` (${figures(better)}) but worse on ${names(worse)} (${figures(worse)}).${tail}`,
    );
  }
  if (better.length > 0) {
    return verdict(
      "better",
      `${name} is better on ${names(better)}`,
      ` (${figures(better)})${others ? " and not worse on any other quality metric" : ""}.${tail}`,
    );
  }
  if (worse.length > 0) {
    return verdict(
      "worse",
      `${name} is worse on ${names(worse)}`,
      ` (${figures(worse)})${others ? " and better on no quality metric" : ""}.${tail}`,
    );
  }
  return verdict(
    "no_difference",
    `Nothing here says ${facts.candidate} is better or worse than ${facts.baseline}`,
    `${shown(quality)}.${tail}`,
  );
}

function verdict(kind: Verdict["kind"], headline: string, rest: string): Verdict {
  return { kind, headline, rest, sentence: `${headline}${rest}` };
}

type Metric = VerdictFacts["metrics"][number];

function names(metrics: readonly Metric[]): string {
  return list(primaryFirst(metrics).map(({ name }) => inSentence(name)));
}

/** "+4.2 points, 95 % interval 1.3 to 7.1", each with its name when there are several. */
function figures(metrics: readonly Metric[]): string {
  return primaryFirst(metrics)
    .map((metric) => `${metrics.length > 1 ? `${inSentence(metric.name)} ` : ""}${change(metric)}`)
    .join("; ");
}

function change(metric: Metric): string {
  const unit = metric.unit === "share" ? (metricChange(metric) === "+1.0" ? " point" : " points") : "";
  const interval =
    metric.low === null || metric.high === null
      ? ""
      : `, 95 % interval ${intervalEnd(metric.unit, metric.low)} to ${intervalEnd(metric.unit, metric.high)}`;
  return `${metricChange(metric)}${unit}${interval}`;
}

/** Where nothing is shown: what moved, and how small a change these cases could have shown. */
function shown(quality: readonly Metric[]): string {
  const primary = quality.find(({ isPrimary }) => isPrimary) ?? quality[0];
  if (!primary || primary.change === null) return ": no case could be judged in both";
  const smallest =
    primary.smallestEffect === null
      ? ""
      : `, and these ${primary.pairs} cases could have shown ${primary.unit === "share" ? `${plain(primary.smallestEffect * 100, 1)} points` : plain(primary.smallestEffect, 2)}`;
  return ` on ${inSentence(primary.name)} (${change(primary)}${smallest})`;
}

/** Cost and speed: said when shown, and said to be unknown when not. */
function effort({ metrics }: VerdictFacts): string {
  const cost = metrics.find(({ kind }) => kind === "cost");
  const latency = metrics.find(({ kind }) => kind === "latency");
  const sentences: string[] = [];
  const open: string[] = [];
  if (cost && isShown(cost))
    sentences.push(`It costs ${size(cost)} ${cost.outcome === "worse" ? "more" : "less"}.`);
  else if (cost?.outcome === "not_shown") open.push("cheaper or dearer");
  if (latency && isShown(latency))
    sentences.push(
      `It is ${size(latency)} ${latency.outcome === "worse" ? "slower" : "faster"} at the 95th percentile.`,
    );
  else if (latency?.outcome === "not_shown") open.push("faster or slower");
  if (open.length > 0) sentences.push(`Nothing here says it is ${open.join(", or ")}.`);
  return sentences.map((sentence) => ` ${sentence}`).join("");
}

function isShown({ outcome, relativeChange }: Metric): boolean {
  return (outcome === "better" || outcome === "worse") && relativeChange !== null;
}

function size({ relativeChange }: Metric): string {
  const share = Math.abs(relativeChange ?? 0) * 100;
  return `${plain(share, share < 1 ? 1 : 0)} %`;
}

function safety({ safetyFailures }: VerdictFacts): string {
  return safetyFailures
    .map(({ name, count }) => ` It failed ${inSentence(name)} on ${count} ${count === 1 ? "case" : "cases"}.`)
    .join("");
}

function unanswered({ unanswered: count }: VerdictFacts): string {
  return count === 0
    ? ""
    : ` ${count} of its generations failed and ${count === 1 ? "is" : "are"} not counted.`;
}

function primaryFirst(metrics: readonly Metric[]): Metric[] {
  return [...metrics.filter(({ isPrimary }) => isPrimary), ...metrics.filter(({ isPrimary }) => !isPrimary)];
}

/** A metric's name inside a sentence: lower case, but acronyms keep theirs. */
export function inSentence(name: string): string {
  return /^[A-Z][^A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
