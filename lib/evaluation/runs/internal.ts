import { and, eq, type SQL } from "drizzle-orm";
import { datasets, datasetVersions } from "#db/schema/datasets";
import { runs, suites, suiteVersions } from "#db/schema/evaluation";
import { prompts, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { NotFound } from "#platform/errors";
import type { Run } from "../schema.ts";
import { openStoredTarget } from "./stored-target.ts";
import type { RunSummary } from "./summary-shape.ts";

export type RunRow = typeof runs.$inferSelect;

const columns = {
  run: runs,
  promptPath: prompts.path,
  promptVersionNumber: promptVersions.number,
  datasetId: datasets.id,
  datasetName: datasets.name,
  datasetVersionNumber: datasetVersions.number,
  suiteId: suites.id,
  suiteName: suites.name,
  suiteVersionNumber: suiteVersions.number,
};

/** Runs of the project with the names of what they ran; further conditions, order and limit come from the caller. */
export function selectRuns(ctx: Context, condition: SQL | undefined) {
  return ctx.db
    .select(columns)
    .from(runs)
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, runs.projectId), eq(promptVersions.id, runs.promptVersionId)),
    )
    .innerJoin(prompts, and(eq(prompts.projectId, runs.projectId), eq(prompts.id, runs.promptId)))
    .innerJoin(
      datasetVersions,
      and(eq(datasetVersions.projectId, runs.projectId), eq(datasetVersions.id, runs.datasetVersionId)),
    )
    .innerJoin(
      datasets,
      and(eq(datasets.projectId, runs.projectId), eq(datasets.id, datasetVersions.datasetId)),
    )
    .innerJoin(
      suiteVersions,
      and(eq(suiteVersions.projectId, runs.projectId), eq(suiteVersions.id, runs.suiteVersionId)),
    )
    .innerJoin(suites, and(eq(suites.projectId, runs.projectId), eq(suites.id, suiteVersions.suiteId)))
    .where(and(eq(runs.projectId, ctx.project), condition));
}

/** A run with its names. Throws not_found. */
export async function getRunInProject(ctx: Context, runId: string): Promise<Run> {
  const [row] = await selectRuns(ctx, eq(runs.id, runId));
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

export function presentRun({ run, ...names }: Awaited<ReturnType<typeof selectRuns>>[number]): Run {
  return {
    ...names,
    ...presentProgress(run),
    promptId: run.promptId,
    promptVersionId: run.promptVersionId,
    datasetVersionId: run.datasetVersionId,
    suiteVersionId: run.suiteVersionId,
    target: openStoredTarget(run.target),
    embeddingModel: run.embeddingModel,
    concurrency: run.concurrency,
    // Written only by finishRun, in this shape.
    summary: run.summary as RunSummary | null,
    isDemo: run.isDemo,
    isSimulated: run.isSimulated,
    createdByName: run.createdByName,
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
