import { and, asc, eq, sql } from "drizzle-orm";
import { cases, scores, suiteVersions } from "#db/schema/evaluation";
import { mean } from "#statistics";
import { exampleRelation } from "#lib/datasets";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { getRunInProject } from "../runs/internal.ts";
import { type MostPerCall, mostPerCall } from "../runs/most-per-call.ts";
import type { Run } from "../runs/schema.ts";
import { SuiteContent } from "../suites/schema.ts";
import { judged, type Pair, type Side } from "./pairs.ts";

/** A run's case without its texts; `outputHash` tells whether two outputs differ. */
export type LightSample = Omit<Side, "samples"> & {
  caseId: string;
  exampleId: string;
  contentHash: string;
  position: number;
  status: string;
  isPassed: boolean | null;
  outputHash: string;
};
/** An example in a run. With several samples its status, texts and place are those of a sample that failed, else of the first. */
export type LightCase = LightSample & { samples?: readonly LightSample[] };
export type LightPair = Pair & { baseline: LightCase; candidate: LightCase };
export type LoadedRun = {
  run: Run;
  suite: SuiteContent;
  cases: Map<string, LightCase>;
  most: MostPerCall;
};

/** A run with all its cases by the content of their example. Throws not_found. */
export async function loadRun(ctx: Context, runId: string): Promise<LoadedRun> {
  const run = await getRunInProject(ctx, runId);
  const [suite] = await ctx.db
    .select({ content: suiteVersions.content })
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.id, run.suiteVersionId)));
  if (!suite) throw new AppError("not_found", "The suite version of this run is gone.");
  const example = exampleRelation(ctx);
  const rows = await ctx.db
    .select({
      caseId: cases.id,
      exampleId: cases.exampleId,
      position: cases.position,
      status: cases.status,
      isPassed: cases.isPassed,
      latencyMs: cases.latencyMs,
      costUsd: cases.costUsd,
      carbonGrams: cases.carbonGrams,
      inputTokens: cases.inputTokens,
      outputTokens: cases.outputTokens,
      isUsageEstimated: cases.isUsageEstimated,
      outputHash: sql<string>`md5(coalesce(${cases.output}, ''))`,
      contentHash: example.contentHash,
    })
    .from(cases)
    .innerJoin(example, eq(example.exampleId, cases.exampleId))
    .where(and(eq(cases.projectId, ctx.project), eq(cases.runId, runId)))
    .orderBy(asc(cases.position));
  const given = await ctx.db
    .select({ caseId: scores.caseId, key: scores.evaluatorKey, value: scores.value })
    .from(scores)
    .where(and(eq(scores.projectId, ctx.project), eq(scores.runId, runId)));
  const byCase = Map.groupBy(given, ({ caseId }) => caseId);
  const light = rows.map((row): LightSample => ({
    ...row,
    isAnswered: row.status === "succeeded",
    scores: new Map((byCase.get(row.caseId) ?? []).map(({ key, value }) => [key, value])),
  }));
  return {
    run,
    suite: SuiteContent.parse(suite.content),
    cases: new Map(
      [...Map.groupBy(light, (sample) => sample.contentHash)].map(([hash, samples]) => [
        hash,
        exampleOf(samples),
      ]),
    ),
    most: await mostPerCall(ctx, run, rows),
  };
}

/** The answers to an example as one case of evidence: every figure is the mean of what its samples know. */
export function exampleOf(samples: readonly LightSample[]): LightCase {
  const [first, ...others] = samples;
  if (!first) throw new Error("an example of a run has a sample");
  if (others.length === 0) return first;
  const keys = new Set(samples.flatMap(({ scores }) => [...scores.keys()]));
  const shown =
    samples.find(({ isAnswered, isPassed }) => isAnswered && isPassed === false) ??
    samples.find(({ isAnswered }) => isAnswered) ??
    first;
  return {
    ...shown,
    isAnswered: samples.some(({ isAnswered }) => isAnswered),
    // Two runs answer alike where all their answers are.
    outputHash: samples.map(({ outputHash }) => outputHash).join(" "),
    scores: new Map(
      [...keys].map((key) => [key, meanKnown(samples, ({ scores }) => judged(scores.get(key)))]),
    ),
    latencyMs: first.isAnswered ? first.latencyMs : null,
    costUsd: meanKnown(samples, ({ costUsd }) => costUsd),
    carbonGrams: meanKnown(samples, ({ carbonGrams }) => carbonGrams),
    isUsageEstimated: samples.some(({ isUsageEstimated }) => isUsageEstimated === true),
    samples,
  };
}

function meanKnown(
  samples: readonly LightSample[],
  read: (sample: LightSample) => number | null,
): number | null {
  const known = samples.map(read).filter((value) => value !== null);
  return known.length > 0 ? mean(known) : null;
}

/** Pairs by the content of the example, so that two versions of a dataset compare on what they share. Throws invalid_input when that is nothing. */
export function pairRuns(baseline: LoadedRun, candidate: LoadedRun): LightPair[] {
  const pairs: LightPair[] = [];
  for (const [contentHash, right] of candidate.cases) {
    const left = baseline.cases.get(contentHash);
    if (left) pairs.push({ baseline: left, candidate: right });
  }
  if (pairs.length > 0) return pairs;
  const name = ({ run }: LoadedRun) => `run ${run.number} (${run.datasetName}@${run.datasetVersionNumber})`;
  throw new AppError(
    "invalid_input",
    `${name(baseline)} and ${name(candidate)} share no examples, so they cannot be compared. Run both on the same dataset.`,
    {
      details: {
        kind: "no_shared_examples",
        baselineRunId: baseline.run.id,
        candidateRunId: candidate.run.id,
      },
    },
  );
}
