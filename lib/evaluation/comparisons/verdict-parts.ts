import { formatCount, formatEstimated, formatPercent } from "#platform/format";
import { isEstimate, plain } from "./format.ts";
import type { VerdictInput } from "./verdict-input.ts";
import { unseenCallWords } from "../unseen-call.ts";
import { inSentence } from "./phrases.ts";

type Metric = VerdictInput["metrics"][number];

/** Cost and speed: said when shown, and said to be unknown when not. */
export function effortSentences({ metrics }: VerdictInput): string {
  const cost = metrics.find(({ kind }) => kind === "cost");
  const latency = metrics.find(({ kind }) => kind === "latency");
  const sentences: string[] = [];
  const open: string[] = [];
  if (cost && isShown(cost))
    sentences.push(`It costs ${size(cost)} ${cost.outcome === "worse" ? "more" : "less"}${percents(cost)}.`);
  else if (cost?.outcome === "not_shown") open.push("cheaper or dearer");
  if (latency && isShown(latency))
    sentences.push(
      `It is ${size(latency)} ${latency.outcome === "worse" ? "slower" : "faster"} at the 95th percentile${percents(latency)}.`,
    );
  else if (latency?.outcome === "not_shown") open.push("faster or slower");
  if (open.length > 0) sentences.push(`Nothing here says it is ${open.join(", or ")}.`);
  if (latency?.outcome === "too_few")
    sentences.push(`${plain(latency.pairs, 0)} calls are too few to compare its speed.`);
  return sentences.map((sentence) => ` ${sentence}`).join("");
}

function isShown({ outcome, relativeChange }: Metric): boolean {
  return (outcome === "better" || outcome === "worse") && relativeChange !== null;
}

function size({ relativeChange, estimatedCalls }: Metric): string {
  const share = Math.abs(relativeChange ?? 0) * 100;
  return formatEstimated(`${plain(share, share < 1 ? 1 : 0)} %`, isEstimate({ estimatedCalls }));
}

function percents({ kind, low, high, pairs }: Metric): string {
  if (low === null || high === null) return "";
  const end = (value: number) => plain(value * 100, Math.abs(value) < 0.01 ? 1 : 0);
  const basis = kind === "cost" ? `, ${unseenCallWords}` : "";
  return ` (95 % interval ${end(low)} to ${end(high)} %, ${plain(pairs, 0)} pairs${basis})`;
}

/** What the first sentence must not leave out. */
export function doubtsOf(input: VerdictInput): string[] {
  const { candidate, baseline } = input.failed;
  const answers = input.calls - candidate;
  return [
    ...input.safety.flatMap(({ name, failed, unjudged }) => [
      ...(failed > 0 ? [`it failed ${inSentence(name)} on ${cases(failed)}`] : []),
      ...(unjudged > 0 ? [`${inSentence(name)} could not be judged on ${cases(unjudged)}`] : []),
    ]),
    ...input.baselineUnjudged.map(
      ({ name, unjudged }) =>
        `${inSentence(name)} could not be judged on ${cases(unjudged)} of ${input.baseline}`,
    ),
    ...input.metrics
      .filter(({ kind, unjudged }) => kind === "quality" && unjudged > 0)
      .map(({ name, pairs, unjudged }) =>
        pairs === 0
          ? `${inSentence(name)} was judged on no case`
          : `${inSentence(name)} could not be judged on ${unjudged} of ${cases(pairs + unjudged)}`,
      ),
    ...input.metrics
      .filter(({ kind, unjudgedAnswers = 0 }) => kind === "quality" && unjudgedAnswers > 0)
      .map(
        ({ name, unjudgedAnswers = 0 }) =>
          `${inSentence(name)} could not judge ${formatCount(unjudgedAnswers, "answer")} to examples it judged by others`,
      ),
    ...(candidate > 0
      ? [`${candidate} of its ${input.calls} generations failed (${formatPercent(candidate / input.calls)})`]
      : []),
    ...(baseline > 0 && answers > 0 ? [`${baseline} of ${input.baseline}'s failed`] : []),
  ];
}

function cases(count: number): string {
  return `${plain(count, 0)} ${count === 1 ? "case" : "cases"}`;
}
