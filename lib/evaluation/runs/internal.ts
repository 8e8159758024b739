import { and, eq, max, type SQL, sql } from "drizzle-orm";
import { lockProject } from "#db";
import { runs, suites, suiteVersions } from "#db/schema/evaluation";
import { datasetVersionRelation } from "#lib/datasets";
import { type Mask, maskFor } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { versionRelation } from "#lib/prompts";
import { NotFound } from "#platform/errors";
import { KeptExternal } from "./external-shape.ts";
import type { Run } from "./schema.ts";
import { openStoredTarget } from "./stored-target.ts";
import type { RunSummary } from "./summary-shape.ts";

export type RunRow = typeof runs.$inferSelect;

/** What a run ran, as conditions may name it. */
export type RunOf = {
  version: ReturnType<typeof versionRelation>;
  dataset: ReturnType<typeof datasetVersionRelation>;
};

/** What it ran, to be joined; an order that names it and `selectRuns` need the same. */
export function runRelations(ctx: Context): RunOf {
  return { version: versionRelation(ctx), dataset: datasetVersionRelation(ctx) };
}

type Placed = { of: RunOf; value: SQL<string | null>; tie: SQL<string> };

/**
 * Runs of the project with the names of what they ran; further conditions, order and limit come from the caller. What
 * evaluators and providers said comes as this actor may read it, for whoever reads runs reads them here.
 */
export function selectRuns(
  ctx: Context,
  condition: (of: RunOf) => SQL | undefined,
  { of = runRelations(ctx), value = sql<string | null>`null`, tie = sql<string>`''` }: Partial<Placed> = {},
) {
  const { version, dataset } = of;
  const mask = maskFor(ctx);
  return ctx.db
    .select({
      run: runs,
      error: sql<string | null>`${runs.error}`.mapWith((text: string) => mask.text(text)),
      // Written only by finishRun, in this shape.
      summary: sql<RunSummary | null>`${runs.summary}`.mapWith((written) =>
        withReadableReasons(mask, runs.summary.mapFromDriverValue(written) as RunSummary),
      ),
      promptPath: version.path,
      promptVersionNumber: version.number,
      datasetId: dataset.datasetId,
      datasetName: dataset.name,
      datasetVersionNumber: dataset.number,
      suiteId: suites.id,
      suiteName: suites.name,
      suiteVersionNumber: suiteVersions.number,
      value,
      tie,
    })
    .from(runs)
    .leftJoin(version, eq(version.versionId, runs.promptVersionId))
    .innerJoin(dataset, eq(dataset.versionId, runs.datasetVersionId))
    .innerJoin(
      suiteVersions,
      and(eq(suiteVersions.projectId, runs.projectId), eq(suiteVersions.id, runs.suiteVersionId)),
    )
    .innerJoin(suites, and(eq(suites.projectId, runs.projectId), eq(suites.id, suiteVersions.suiteId)))
    .where(and(eq(runs.projectId, ctx.project), condition(of)));
}

/** A run with its names. Throws not_found. */
export async function getRunInProject(ctx: Context, runId: string): Promise<Run> {
  const [row] = await selectRuns(ctx, () => eq(runs.id, runId));
  if (!row) throw new NotFound("run");
  return presentRun(row);
}

/** The run's row, locked until the transaction ends. Throws not_found. */
export async function lockRunInProject(tx: Context, runId: string): Promise<RunRow> {
  const [row] = await tx.db
    .select()
    .from(runs)
    .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)))
    .for("update");
  if (!row) throw new NotFound("run");
  return row;
}

export function isFinished(status: RunRow["status"]): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

export function presentRun({
  run,
  value: _value,
  tie: _tie,
  promptPath,
  promptVersionNumber,
  error,
  summary,
  ...names
}: Awaited<ReturnType<typeof selectRuns>>[number]): Run {
  const shared = {
    ...names,
    ...presentProgress(run),
    datasetVersionId: run.datasetVersionId,
    suiteVersionId: run.suiteVersionId,
    embeddingModel: run.embeddingModel,
    meaningRules: run.meaningRules,
    concurrency: run.concurrency,
    samples: run.samples,
    error,
    summary,
    isDemo: run.isDemo,
    isSimulated: run.isSimulated,
    createdByName: run.createdByName,
  };
  const { promptId, promptVersionId } = run;
  if (promptId === null || promptVersionId === null || promptPath === null || promptVersionNumber === null) {
    const { hash: _, ...external } = KeptExternal.parse(run.external);
    const none = { promptId: null, promptVersionId: null, promptVersionNumber: null, target: null };
    return { ...shared, ...none, promptPath: external.program, external };
  }
  const target = openStoredTarget(run.target);
  return { ...shared, promptId, promptVersionId, promptPath, promptVersionNumber, target, external: null };
}

/** Why answers were not judged quotes what models and people wrote; the rest of a summary is figures and names. */
export function withReadableReasons(mask: Mask, summary: RunSummary): RunSummary {
  if (!mask.isMasking) return summary;
  return {
    ...summary,
    evaluators: summary.evaluators.map(({ reasons, ...figures }) => ({
      ...figures,
      ...(reasons ? { reasons: reasons.map(({ text, count }) => ({ text: mask.text(text), count })) } : {}),
    })),
  };
}

export function presentProgress(row: RunRow) {
  const { id, number, status, totalCases, doneCases, failedCases, error, createdAt, startedAt, finishedAt } =
    row;
  return {
    id,
    number,
    status,
    totalCases,
    doneCases,
    failedCases,
    isCancelRequested: row.cancelRequestedAt !== null,
    error,
    createdAt,
    startedAt,
    finishedAt,
  };
}

/** The next number in the project; the lock keeps two starters from taking the same one. */
export async function nextRunNumber(tx: Context): Promise<number> {
  await lockProject(tx, "runs");
  const [row] = await tx.db
    .select({ number: max(runs.number) })
    .from(runs)
    .where(eq(runs.projectId, tx.project));
  return (row?.number ?? 0) + 1;
}
