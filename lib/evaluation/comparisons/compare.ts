import { LRUCache } from "lru-cache";
import { type Context, requirePermission } from "#lib/identity";
import { isSameTarget } from "#lib/routes";
import { contentHash } from "#platform/canonical";
import { formatCount } from "#platform/format";
import { once } from "#platform/runtime";
import { passesCase } from "../evaluators/measure.ts";
import { isFinished } from "../runs/internal.ts";
import { calledLabel, isStudioRun, programLabel, ranLabel } from "../runs/names.ts";
import type { Run } from "../runs/schema.ts";
import { inView, type SortedPair, sortPairs } from "./case-kind.ts";
import { type LoadedRun, loadRun, pairRuns } from "./load.ts";
import { samplesOf } from "./pairs.ts";
import { measureMetrics, settle } from "./metrics.ts";
import {
  caseViews,
  type CaseView,
  type ComparedRun,
  type Comparison,
  CompareManyRunsInput,
  CompareRunsInput,
  type MetricComparison,
} from "./schema.ts";
import { comparisonVerdict } from "./verdict.ts";

export type ComparedPairs = { comparison: Comparison; pairs: SortedPair[] };

/**
 * Two runs, paired by the content of their examples: every metric with its change, 95 % interval and paired
 * test, and what it all says. Throws not_found, forbidden, invalid_input (no shared examples).
 */
export async function compareRuns(ctx: Context, input: CompareRunsInput): Promise<Comparison> {
  return (await comparePairs(ctx, input)).comparison;
}

/** Several candidates against one baseline; the tests of all are adjusted together, since all are looked at together. */
export async function compareManyRuns(ctx: Context, input: CompareManyRunsInput): Promise<Comparison[]> {
  requirePermission(ctx, "run.read");
  const { baselineRunId, candidateRunIds } = CompareManyRunsInput.parse(input);
  const baseline = await loadRun(ctx, baselineRunId);
  const candidates: LoadedRun[] = [];
  for (const runId of candidateRunIds) candidates.push(await loadRun(ctx, runId));
  return compareLoaded(baseline, candidates).map(({ comparison }) => comparison);
}

/** A comparison with its sorted pairs. Finished runs never change, so the last few are remembered. */
export async function comparePairs(ctx: Context, input: CompareRunsInput): Promise<ComparedPairs> {
  requirePermission(ctx, "run.read");
  const { baselineRunId, candidateRunId } = CompareRunsInput.parse(input);
  const memory = once("evaluation.comparisons", () => new LRUCache<string, ComparedPairs>({ max: 40 }));
  const key = `${ctx.project} ${baselineRunId} ${candidateRunId}`;
  const known = memory.get(key);
  if (known) return known;
  const baseline = await loadRun(ctx, baselineRunId);
  const candidate = await loadRun(ctx, candidateRunId);
  const [compared] = compareLoaded(baseline, [candidate]);
  if (!compared) throw new Error("one candidate gives one comparison");
  if (isFinished(baseline.run.status) && isFinished(candidate.run.status)) memory.set(key, compared);
  return compared;
}

function compareLoaded(baseline: LoadedRun, candidates: readonly LoadedRun[]): ComparedPairs[] {
  const paired = candidates.map((candidate) => ({ candidate, pairs: pairRuns(baseline, candidate) }));
  const measured = paired.map(({ candidate, pairs }) => ({
    pairs,
    metrics: measureMetrics(pairs, {
      ...candidate.suite,
      isSimulated: isSimulated(baseline, candidate),
      most: { baseline: baseline.most, candidate: candidate.most },
    }),
  }));
  const { families, holmOver } = settle(measured);
  return paired.map(({ candidate, pairs }, place) => {
    const sorted = sortPairs(pairs, candidate.suite);
    const metrics = (families[place] ?? []).map((metric) => overAllCases(metric, candidate));
    return { pairs: sorted, comparison: describe([baseline, candidate], sorted, { metrics, holmOver }) };
  });
}

function describe(
  [baseline, candidate]: [LoadedRun, LoadedRun],
  pairs: readonly SortedPair[],
  { metrics, holmOver }: { metrics: MetricComparison[]; holmOver: number },
): Comparison {
  const answered = pairs.filter((pair) => pair.baseline.isAnswered && pair.candidate.isAnswered);
  const unlike = unlikeOf(baseline.run, candidate.run);
  const [baselineName, candidateName] = namesOf(baseline.run, candidate.run);
  const verdict = comparisonVerdict({
    baseline: baselineName,
    candidate: candidateName,
    metrics,
    calls: pairs.flatMap((pair) => samplesOf(pair.candidate)).length,
    pairs: answered.length,
    isSimulated: isSimulated(baseline, candidate),
    unlike,
    safety: safetyMeasures(candidate),
    baselineUnjudged: safetyMeasures(baseline).filter(({ unjudged }) => unjudged > 0),
    failed: {
      baseline: failedOf(pairs.flatMap((pair) => samplesOf(pair.baseline))),
      candidate: failedOf(pairs.flatMap((pair) => samplesOf(pair.candidate))),
    },
  });
  return {
    baseline: compared(baseline.run),
    candidate: compared(candidate.run),
    verdict,
    metrics,
    pairs: pairs.length,
    unlike,
    answeredPairs: answered.length,
    counts: Object.fromEntries(
      caseViews.map((view) => [view, pairs.filter((pair) => inView(pair, view)).length]),
    ) as Record<CaseView, number>,
    holmOver,
    smallestEffect: metrics.find(({ isPrimary }) => isPrimary)?.smallestEffect ?? null,
    isSimulated: isSimulated(baseline, candidate),
    warnings: warningsOf(baseline, candidate, pairs),
  };
}

function failedOf(answers: readonly { status: string }[]): number {
  return answers.filter(({ status }) => status === "failed").length;
}

function isSimulated(baseline: LoadedRun, candidate: LoadedRun): boolean {
  return baseline.run.isSimulated || candidate.run.isSimulated;
}

/** "version 7" and "version 8"; the same version twice goes by its runs, another prompt by its path. */
function namesOf(baseline: Run, candidate: Run): [string, string] {
  if (!isStudioRun(baseline) || !isStudioRun(candidate)) {
    const names: [string, string] = [ranLabel(baseline), ranLabel(candidate)];
    return names[0] === names[1] ? [`run ${baseline.number}`, `run ${candidate.number}`] : names;
  }
  if (baseline.promptId !== candidate.promptId) return [ranLabel(baseline), ranLabel(candidate)];
  if (baseline.promptVersionId !== candidate.promptVersionId)
    return [`version ${baseline.promptVersionNumber}`, `version ${candidate.promptVersionNumber}`];
  return [`run ${baseline.number}`, `run ${candidate.number}`];
}

/** Safety over every case of the candidate, also those the baseline did not answer or does not have. */
function safetyMeasures({
  suite,
  cases,
}: LoadedRun): { key: string; name: string; failed: number; unjudged: number }[] {
  const answered = [...cases.values()].flatMap(samplesOf).filter(({ isAnswered }) => isAnswered);
  return suite.evaluators
    .filter(({ isSafety }) => isSafety)
    .map((evaluator) => {
      const values = answered.map(({ scores }) => scores.get(evaluator.key) ?? null);
      return {
        key: evaluator.key,
        name: evaluator.name,
        failed: values.filter((value) => value !== null && !passesCase(evaluator, value)).length,
        unjudged: values.filter((value) => value === null).length,
      };
    })
    .filter(({ failed, unjudged }) => failed + unjudged > 0);
}

/** A safety chip says nothing better of the shared cases than the whole run allows. */
function overAllCases(metric: MetricComparison, candidate: LoadedRun): MetricComparison {
  if (!metric.gate || metric.kind !== "safety") return metric;
  const whole = safetyMeasures(candidate).find(({ key }) => key === metric.key);
  const isWhole =
    !whole && [...candidate.cases.values()].flatMap(samplesOf).every(({ isAnswered }) => isAnswered);
  if (isWhole) return metric;
  const isFailed = (whole?.failed ?? 0) > 0;
  const state = isFailed ? "unmet" : metric.gate.state === "met" ? "unsure" : metric.gate.state;
  return { ...metric, gate: { ...metric.gate, state } };
}

/** What differs beside the version. A comparison of two models of one version is unlike too, and says which they are. */
function unlikeOf(left: Run, right: Run): string[] {
  const pair = (one: string, other: string) => `(${one}, ${other})`;
  const at = (name: string, version: number) => `${name}@${version}`;
  return [
    ...(isSameModel(left, right)
      ? []
      : calledLabel(left) === calledLabel(right)
        ? ["the connections"]
        : [`the models ${pair(calledLabel(left), calledLabel(right))}`]),
    ...(contentHash(left.target?.fallbacks ?? []) !== contentHash(right.target?.fallbacks ?? [])
      ? [`the models to fall back to ${pair(fallbacksOf(left), fallbacksOf(right))}`]
      : []),
    ...(contentHash(left.target?.settings ?? {}) !== contentHash(right.target?.settings ?? {})
      ? [`the overridden settings ${pair(settingsOf(left), settingsOf(right))}`]
      : []),
    ...(left.datasetVersionId !== right.datasetVersionId
      ? [
          `the datasets ${pair(at(left.datasetName, left.datasetVersionNumber), at(right.datasetName, right.datasetVersionNumber))}`,
        ]
      : []),
    ...(left.suiteVersionId !== right.suiteVersionId
      ? [
          `the suites ${pair(at(left.suiteName, left.suiteVersionNumber), at(right.suiteName, right.suiteVersionNumber))}`,
        ]
      : []),
    ...(left.embeddingModel !== right.embeddingModel
      ? [`the embedding models ${pair(embedderOf(left), embedderOf(right))}`]
      : []),
    ...(left.meaningRules !== right.meaningRules
      ? [`the rules for meaning ${pair(rulesOf(left), rulesOf(right))}`]
      : []),
  ];
}

/** Two programs' models are the same where they say the same; a program's is never a connection's. */
function isSameModel(left: Run, right: Run): boolean {
  if (isStudioRun(left) && isStudioRun(right)) return isSameTarget(left.target, right.target);
  return left.external !== null && right.external !== null && calledLabel(left) === calledLabel(right);
}

function fallbacksOf({ target }: Run): string {
  return target?.fallbacks?.map(({ model }) => model).join(" then ") || "none";
}

/** "temperature 0, top p 0.9"; "none" where the version's own settings were used. */
function settingsOf({ target }: Run): string {
  const said = Object.entries(target?.settings ?? {}).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.length : value}`,
  );
  return said.join(", ") || "none";
}

function rulesOf({ meaningRules }: Run): string {
  return meaningRules === null ? "not kept" : `version ${meaningRules}`;
}

function embedderOf({ embeddingModel }: Run): string {
  return embeddingModel ?? "not kept";
}

function warningsOf(baseline: LoadedRun, candidate: LoadedRun, pairs: readonly SortedPair[]): string[] {
  const warnings: string[] = [];
  const [left, right] = [baseline.run, candidate.run];
  if (left.suiteVersionId !== right.suiteVersionId)
    warnings.push("The runs used different suites; only metrics with the same key are compared.");
  if (left.datasetVersionId !== right.datasetVersionId)
    warnings.push(`The runs used different dataset versions; ${pairs.length} examples are in both.`);
  if (left.samples !== right.samples)
    warnings.push(
      `Run ${left.number} asked ${formatCount(left.samples, "time")} an example and run ${right.number} ${formatCount(right.samples, "time")}; each example counts once, with the mean of its answers.`,
    );
  const changes = [ranLabel(left) !== ranLabel(right), !isSameModel(left, right)].filter(Boolean);
  if (changes.length > 1)
    warnings.push("Both the version and the model differ, so a change cannot be put down to one of them.");
  for (const run of [left, right])
    if (run.status !== "succeeded")
      warnings.push(
        `Run ${run.number} is ${run.status}: ${run.doneCases} of ${run.totalCases} cases are done.`,
      );
  return warnings;
}

function compared(run: Run): ComparedRun {
  const {
    id,
    number,
    promptId,
    promptPath,
    promptVersionId,
    promptVersionNumber,
    datasetName,
    datasetVersionNumber,
    suiteName,
    suiteVersionNumber,
    status,
    isDemo,
  } = run;
  return {
    runId: id,
    runNumber: number,
    promptId,
    promptPath: isStudioRun(run) ? promptPath : programLabel(run.external),
    versionId: promptVersionId,
    versionNumber: promptVersionNumber,
    model: calledLabel(run),
    datasetName,
    datasetVersionNumber,
    suiteName,
    suiteVersionNumber,
    status,
    isSimulated: run.isSimulated,
    isDemo,
  };
}
