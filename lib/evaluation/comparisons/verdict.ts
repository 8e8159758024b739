import { leastPairs, notWorse } from "#statistics";
import { intervalEnd, metricChange, plain } from "./format.ts";
import { toleratedLoss } from "./quality.ts";
import { doubtsOf, effortSentences } from "./verdict-parts.ts";
import { capital, inSentence, list } from "./phrases.ts";
import type { ComparisonVerdict } from "./schema.ts";
import type { VerdictInput } from "./verdict-input.ts";

/** Below this many judged pairs no sentence is dared, whatever the tests say. */
export const fewestPairs = leastPairs;

/**
 * What a comparison knows, in a sentence: from the metrics only, never from a model. The first sentence carries
 * whatever makes the rest doubtful: unlike runs, a failed safety check, an evaluator that judged nothing, failed calls.
 */
export function comparisonVerdict(input: VerdictInput): ComparisonVerdict {
  const name = capital(input.candidate);
  if (input.isSimulated) {
    return verdict(
      "simulated",
      "Simulated answers say nothing about quality",
      `. ${name} or what it is compared with ran on a simulated model; run both on a real one to compare them.`,
    );
  }
  const { kind, headline, subject, detail, rest } = finding(input);
  const like =
    input.unlike.length === 0
      ? headline
      : `Not like with like, ${list(input.unlike)} differ: ${headline.charAt(0).toLowerCase()}${headline.slice(1)}`;
  const doubts = doubtsOf(input);
  // A doubt stands between a metric and its figures: then they name it again.
  const of = doubts.length > 0 ? `: ${subject}` : kind === "no_difference" ? ` on ${subject}` : "";
  return verdict(
    kind,
    `${like}${doubts.length > 0 ? `, but ${list(doubts)}` : ""}`,
    `${subject === "" ? "" : of}${detail}.${rest}${kind === "too_few" ? "" : effortSentences(input)}`,
  );
}

/** `subject`: the metrics whose figures are in `detail`; empty without figures. */
type Finding = {
  kind: ComparisonVerdict["kind"];
  headline: string;
  subject: string;
  detail: string;
  rest: string;
};

function finding(input: VerdictInput): Finding {
  const quality = input.metrics.filter(({ kind }) => kind === "quality" || kind === "safety");
  const most = Math.max(0, ...quality.map(({ pairs }) => pairs));
  const name = capital(input.candidate);
  if (input.pairs < fewestPairs || (most < fewestPairs && most > 0)) {
    const count = Math.min(input.pairs, most > 0 ? most : input.pairs);
    return {
      kind: "too_few",
      headline: `${count === 1 ? "1 case is" : `${count} cases are`} too few to say which is better`,
      subject: "",
      detail: "",
      rest: ` Both runs need answers that could be judged on at least ${fewestPairs} of the same examples.`,
    };
  }
  const better = quality.filter(({ outcome }) => outcome === "better");
  const worse = quality.filter(({ outcome }) => outcome === "worse");
  if (better.length > 0 && worse.length > 0) {
    return {
      kind: "mixed",
      headline: `${name} is better on ${names(better)} but worse on ${names(worse)}`,
      subject: names([...better, ...worse]),
      detail: ` (${figures([...better, ...worse])})`,
      rest: "",
    };
  }
  if (better.length > 0) {
    const { held, rest } = others(quality.filter((metric) => !better.includes(metric)));
    return {
      kind: "better",
      headline: `${name} is better on ${names(better)}`,
      subject: names(better),
      detail: ` (${figures(better)})${held}`,
      rest,
    };
  }
  if (worse.length > 0) {
    const isOnly = quality.length === worse.length;
    return {
      kind: "worse",
      headline: `${name} is worse on ${names(worse)}`,
      subject: names(worse),
      detail: ` (${figures(worse)})${isOnly ? "" : " and shown better on no quality metric"}`,
      rest: "",
    };
  }
  return {
    kind: "no_difference",
    headline: `Nothing here says ${input.candidate} is better or worse than ${input.baseline}`,
    ...shown(quality),
    rest: "",
  };
}

function verdict(kind: ComparisonVerdict["kind"], headline: string, rest: string): ComparisonVerdict {
  return { kind, headline, rest, sentence: `${headline}${rest}` };
}

type Metric = VerdictInput["metrics"][number];

/** The metrics beside the better ones: named as not worse only where their intervals show it, by the margin that is said. */
function others(rest: readonly Metric[]): { held: string; rest: string } {
  if (rest.length === 0) return { held: "", rest: "" };
  const isHeld = ({ pairs, low, high, direction }: Metric) =>
    low !== null &&
    high !== null &&
    notWorse({ pairs, interval: { low, high } }, toleratedLoss, direction) === "met";
  const held = rest.filter(isHeld);
  const open = rest.filter((metric) => !isHeld(metric));
  const margin = `at most ${plain(toleratedLoss * 100, 0)} points worse`;
  const heldText =
    held.length === 0
      ? ""
      : open.length === 0
        ? ` and ${margin} on every other quality metric`
        : ` and ${margin} on ${names(held)}`;
  if (open.length === 0) return { held: heldText, rest: "" };
  const judged = open.filter(({ change }) => change !== null);
  const openText = judged.length > 0 ? ` (${figures(judged)})` : "";
  return { held: heldText, rest: ` Whether it is worse on ${names(open)} is not shown${openText}.` };
}

function names(metrics: readonly Metric[]): string {
  return list(primaryFirst(metrics).map(({ name }) => inSentence(name)));
}

/** "+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs", each with its name when there are several. */
function figures(metrics: readonly Metric[]): string {
  return primaryFirst(metrics)
    .map((metric) => `${metrics.length > 1 ? `${inSentence(metric.name)} ` : ""}${change(metric)}`)
    .join("; ");
}

function change(metric: Metric): string {
  const unit = metric.unit === "share" ? (metricChange(metric) === "+1.0" ? " point" : " points") : "";
  return `${metricChange(metric)}${unit}${interval(metric)}`;
}

function interval({ unit, low, high, pairs }: Metric): string {
  return low === null || high === null
    ? ""
    : `, 95 % interval ${intervalEnd(unit, low)} to ${intervalEnd(unit, high)}, ${plain(pairs, 0)} pairs`;
}

/** Where nothing is shown: what moved, and how small a change these cases could have shown. */
function shown(quality: readonly Metric[]): Pick<Finding, "subject" | "detail"> {
  const primary = quality.find(({ isPrimary }) => isPrimary) ?? quality[0];
  if (!primary || primary.change === null)
    return { subject: "", detail: ": no case could be judged in both" };
  const smallest =
    primary.smallestEffect === null
      ? ""
      : `; these cases would show a change of ${primary.unit === "share" ? `${plain(primary.smallestEffect * 100, 1)} points` : plain(primary.smallestEffect, 2)}${primary.unit === "share" ? "" : ", in steps like those seen,"} four times in five`;
  return { subject: inSentence(primary.name), detail: ` (${change(primary)}${smallest})` };
}

function primaryFirst(metrics: readonly Metric[]): Metric[] {
  return [...metrics.filter(({ isPrimary }) => isPrimary), ...metrics.filter(({ isPrimary }) => !isPrimary)];
}
