import { and, desc, eq, sql } from "drizzle-orm";
import { runs } from "#db/schema/evaluation";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import { getPrompt, pinnedModelOf } from "#lib/prompts";
import { isRoute, isSameTarget, targetNames, targetLabel } from "#lib/routes";
import { nullIfNotFound } from "#platform/errors";
import { formatCount } from "#platform/format";
import type { NamedTarget, PinnedTarget } from "#schema/routes";
import { clopperPearsonInterval } from "#statistics";
import { isQuality } from "../evaluators/measure.ts";
import { presentRun, selectRuns } from "../runs/internal.ts";
import { settleTarget } from "../runs/settle-target.ts";
import { isPlainly } from "../runs/target.ts";
import { isStudioRun } from "../runs/names.ts";
import type { StudioRun } from "../runs/schema.ts";
import type { EvaluatorSummary } from "../runs/summary-shape.ts";
import { findBenchmark } from "./internal.ts";
import { type Benchmark, BenchmarkOfInput, type BenchmarkScore, type BenchmarkScores } from "./schema.ts";

/**
 * A prompt's benchmark, how its versions did on it, and what has moved on since it was pinned. The one source of a
 * version's score: rail, history, next step and new runs read it. Only finished runs on exactly its dataset version,
 * suite version and model count, with the version's own settings and no second model, none simulated; of several the
 * newest. Throws not_found, forbidden.
 */
export async function benchmarkScores(ctx: Context, input: BenchmarkOfInput): Promise<BenchmarkScores> {
  requirePermission(ctx, "run.read");
  const { promptId } = BenchmarkOfInput.parse(input);
  const { latest } = await getPrompt(asStudio(ctx), { promptId });
  const benchmark = await findBenchmark(ctx, promptId);
  if (!benchmark) return { benchmark: null, scores: [], drift: [] };
  const fitting = (await runsOn(ctx, benchmark)).filter(({ target }) => isPlainly(target));
  const scores = new Map<string, BenchmarkScore>();
  for (const run of fitting) {
    const score = scores.has(run.promptVersionId) ? null : scoreOf(run);
    if (score) scores.set(run.promptVersionId, score);
  }
  return {
    benchmark,
    scores: [...scores.values()].toSorted((a, b) => b.versionNumber - a.versionNumber),
    drift: [
      ...driftOf(benchmark, fitting.length),
      ...(await servedDrift(ctx, benchmark.target, pinnedModelOf(latest.content))),
      ...(await modelDrift(ctx, benchmark.target)),
    ],
  };
}

/** What a prompt is judged by, without how its versions did; null where nothing is pinned. Throws not_found, forbidden. */
export async function benchmarkOf(ctx: Context, input: BenchmarkOfInput): Promise<Benchmark | null> {
  requirePermission(ctx, "run.read");
  const { promptId } = BenchmarkOfInput.parse(input);
  await getPrompt(asStudio(ctx), { promptId });
  return findBenchmark(ctx, promptId);
}

async function runsOn(ctx: Context, benchmark: Benchmark): Promise<StudioRun[]> {
  const { promptId, datasetVersionId, suiteVersionId, target } = benchmark;
  const rows = await selectRuns(ctx, () =>
    and(
      eq(runs.promptId, promptId),
      eq(runs.datasetVersionId, datasetVersionId),
      eq(runs.suiteVersionId, suiteVersionId),
      eq(runs.status, "succeeded"),
      eq(runs.isSimulated, false),
      calls(target),
    ),
  ).orderBy(desc(runs.number));
  return rows.map(presentRun).filter(isStudioRun);
}

function calls(target: NamedTarget) {
  const of = (key: string, value: string) => sql`${runs.target} ->> ${key} = ${value}`;
  return isRoute(target)
    ? and(of("routeId", target.routeId), of("version", String(target.version)))
    : and(of("connectionId", target.connectionId), of("model", target.model));
}

function scoreOf(run: StudioRun): BenchmarkScore | null {
  const primary = run.summary?.evaluators.find(({ isPrimary }) => isPrimary);
  if (!primary || primary.value === null || !isQuality(primary)) return null;
  return {
    versionId: run.promptVersionId,
    versionNumber: run.promptVersionNumber,
    runId: run.id,
    runNumber: run.number,
    metric: primary.name,
    value: primary.value,
    ...intervalOf(primary),
    judged: primary.judged,
    total: run.totalCases,
  };
}

/** The exact interval of a share, whatever rules the run was summed up by; a summary's own for other scores. */
function intervalOf({ isBinary, value, judged, low, high, method }: EvaluatorSummary) {
  if (isBinary && value !== null && judged > 0)
    return pick(clopperPearsonInterval(Math.round(value * judged), judged));
  // Bootstrap intervals of earlier runs are narrower than they should be, or have no width at all.
  return method === "bootstrap" || method === "none" ? { low: null, high: null } : { low, high };
}

const pick = ({ low, high }: { low: number; high: number }) => ({ low, high });

function driftOf(benchmark: Benchmark, runCount: number): string[] {
  const { datasetName, datasetVersionNumber, newestDatasetVersion, suiteName, suiteVersionNumber } =
    benchmark;
  const drift: string[] = [];
  if (newestDatasetVersion.number !== datasetVersionNumber)
    drift.push(
      `${formatCount(runCount, "run")} on ${datasetName}@${datasetVersionNumber}, newest is ${newestDatasetVersion.number}`,
    );
  if (benchmark.newestSuiteVersion.number !== suiteVersionNumber)
    drift.push(
      `judged by ${suiteName}@${suiteVersionNumber}, newest is ${benchmark.newestSuiteVersion.number}`,
    );
  return drift;
}

async function servedDrift(
  ctx: Context,
  target: NamedTarget,
  served: PinnedTarget | null,
): Promise<string[]> {
  if (!served || isSameTarget(served, target)) return [];
  const by = isRoute(served) ? (await targetNames(asStudio(ctx)))(served) : served.model;
  return [`run on ${targetLabel(target)}, the newest version is served by ${by}`];
}

async function modelDrift(ctx: Context, target: NamedTarget): Promise<string[]> {
  const settled = await nullIfNotFound(settleTarget(ctx, target));
  if (!settled) return [`${targetLabel(target)} is not offered any more`];
  const offered = await listModels(asStudio(ctx));
  return settled.models.flatMap((asked) => {
    const model = offered.find((choice) => isSameTarget(choice, asked));
    if (!model) return [`${asked.model} is not offered any more`];
    return model.isSimulated ? [`${asked.model} is simulated by now: new runs on it do not count`] : [];
  });
}
