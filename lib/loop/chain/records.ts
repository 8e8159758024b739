import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { datasets, datasetVersionExamples, datasetVersions, examples } from "#db/schema/datasets";
import { cases, runs } from "#db/schema/evaluation";
import { kpis, kpiValues } from "#db/schema/feedback";
import { promptVersions, prompts } from "#db/schema/prompts";
import { promotions } from "#db/schema/releases";
import { decisions, tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import type { RunSummary } from "#schema/evaluation";
import type { Provenance } from "#schema/prompts";

/** The rows the chain is made of: small reads by id, each in the project; null where there is nothing. */

export async function findVersion(ctx: Context, versionId: string) {
  const [row] = await ctx.db
    .select({
      id: promptVersions.id,
      promptId: promptVersions.promptId,
      promptPath: prompts.path,
      number: promptVersions.number,
      message: promptVersions.message,
      provenance: promptVersions.provenance,
      createdByName: promptVersions.createdByName,
      createdAt: promptVersions.createdAt,
    })
    .from(promptVersions)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptVersions.promptId)),
    )
    .where(and(eq(promptVersions.projectId, ctx.project), eq(promptVersions.id, versionId)));
  // Provenance is parsed by lib/prompts when a version is saved.
  return row ? { ...row, provenance: row.provenance as Provenance | null } : null;
}

/** The first version that was made from this example or this decision. */
export async function findVersionMadeFrom(
  ctx: Context,
  source: { exampleIds: string[]; decisionIds: string[] },
): Promise<string | null> {
  const holds = [
    ...source.exampleIds.map(
      (exampleId) =>
        sql`${promptVersions.provenance} @> ${JSON.stringify({ exampleIds: [exampleId] })}::jsonb`,
    ),
    ...source.decisionIds.map(
      (decisionId) =>
        sql`${promptVersions.provenance} @> ${JSON.stringify({ decisionIds: [decisionId] })}::jsonb`,
    ),
  ];
  if (holds.length === 0) return null;
  const [row] = await ctx.db
    .select({ id: promptVersions.id })
    .from(promptVersions)
    .where(and(eq(promptVersions.projectId, ctx.project), sql`(${sql.join(holds, sql` or `)})`))
    .orderBy(asc(promptVersions.createdAt))
    .limit(1);
  return row?.id ?? null;
}

export async function findDecision(ctx: Context, decisionId: string) {
  const [row] = await ctx.db
    .select({
      id: decisions.id,
      kind: decisions.kind,
      comment: decisions.comment,
      reviewerName: decisions.reviewerName,
      createdAt: decisions.createdAt,
      exampleId: decisions.exampleId,
      taskId: tasks.id,
      taskTitle: tasks.title,
      queueId: tasks.queueId,
      promptVersionId: tasks.promptVersionId,
    })
    .from(decisions)
    .innerJoin(tasks, and(eq(tasks.projectId, decisions.projectId), eq(tasks.id, decisions.taskId)))
    .where(and(eq(decisions.projectId, ctx.project), eq(decisions.id, decisionId)));
  return row ?? null;
}

/** An example with its dataset and its place in the newest version that holds it. */
export async function findExample(ctx: Context, exampleId: string) {
  const [row] = await ctx.db
    .select({
      id: examples.id,
      datasetId: examples.datasetId,
      datasetName: datasets.name,
      provenance: examples.provenance,
      versionNumber: datasetVersions.number,
      position: datasetVersionExamples.position,
    })
    .from(examples)
    .innerJoin(datasets, and(eq(datasets.projectId, examples.projectId), eq(datasets.id, examples.datasetId)))
    .leftJoin(
      datasetVersionExamples,
      and(
        eq(datasetVersionExamples.projectId, examples.projectId),
        eq(datasetVersionExamples.exampleId, examples.id),
      ),
    )
    .leftJoin(
      datasetVersions,
      and(
        eq(datasetVersions.projectId, examples.projectId),
        eq(datasetVersions.id, datasetVersionExamples.datasetVersionId),
      ),
    )
    .where(and(eq(examples.projectId, ctx.project), eq(examples.id, exampleId)))
    .orderBy(desc(datasetVersions.number))
    .limit(1);
  return row ?? null;
}

/** The examples that corrections became. */
export async function findExamplesOfDecisions(ctx: Context, decisionIds: string[]): Promise<string[]> {
  if (decisionIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: examples.id })
    .from(examples)
    .where(
      and(
        eq(examples.projectId, ctx.project),
        inArray(sql`${examples.provenance}->>'decisionId'`, decisionIds),
      ),
    )
    .orderBy(asc(examples.createdAt));
  return rows.map(({ id }) => id);
}

export async function findRun(ctx: Context, where: { runId: string } | { versionId: string }) {
  const [row] = await ctx.db
    .select({
      id: runs.id,
      number: runs.number,
      status: runs.status,
      versionId: runs.promptVersionId,
      datasetVersionId: runs.datasetVersionId,
      suiteVersionId: runs.suiteVersionId,
      totalCases: runs.totalCases,
      summary: runs.summary,
      isSimulated: runs.isSimulated,
      startedAt: runs.startedAt,
      finishedAt: runs.finishedAt,
    })
    .from(runs)
    .where(
      and(
        eq(runs.projectId, ctx.project),
        "runId" in where
          ? eq(runs.id, where.runId)
          : and(eq(runs.promptVersionId, where.versionId), eq(runs.status, "succeeded")),
      ),
    )
    .orderBy(desc(runs.number))
    .limit(1);
  // The summary is written only by lib/evaluation, in this shape.
  return row ? { ...row, summary: row.summary as RunSummary | null } : null;
}

const hasFailed = sql<boolean>`(${cases.status} = 'failed' or exists (select 1 from scores s where s.project_id = ${cases.projectId} and s.case_id = ${cases.id} and s.is_passed = false))`;

export async function countFailedCases(ctx: Context, runId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(cases)
    .where(and(eq(cases.projectId, ctx.project), eq(cases.runId, runId), hasFailed));
  return row?.count ?? 0;
}

export async function findPromotion(ctx: Context, promotionId: string) {
  const [row] = await ctx.db
    .select()
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.project), eq(promotions.id, promotionId)));
  return row ?? null;
}

/** The promotion a version is known by: the newest to the last environment, open or promoted before the rest. */
export async function findPromotionOf(ctx: Context, versionId: string) {
  const rows = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.toVersionId, versionId),
        eq(promotions.kind, "promotion"),
      ),
    )
    .orderBy(desc(promotions.number));
  const standing = rows.filter(({ status }) => status === "open" || status === "promoted");
  return (
    standing.find(({ environmentName }) => environmentName === "production") ?? standing[0] ?? rows[0] ?? null
  );
}

/** The finished runs that an example was a case of, the newest first, with whether it failed in each. */
export async function findRunsOfExample(ctx: Context, exampleId: string) {
  return ctx.db
    .select({ id: runs.id, number: runs.number, hasFailed })
    .from(cases)
    .innerJoin(runs, and(eq(runs.projectId, cases.projectId), eq(runs.id, cases.runId)))
    .where(
      and(eq(cases.projectId, ctx.project), eq(cases.exampleId, exampleId), eq(runs.status, "succeeded")),
    )
    .orderBy(desc(runs.number));
}

/** The KPI that a version has the most observations of. */
export async function findKpiOf(ctx: Context, versionId: string) {
  const [row] = await ctx.db
    .select({
      id: kpis.id,
      key: kpis.key,
      name: kpis.name,
    })
    .from(kpiValues)
    .innerJoin(kpis, and(eq(kpis.projectId, kpiValues.projectId), eq(kpis.id, kpiValues.kpiId)))
    .where(
      and(
        eq(kpiValues.projectId, ctx.project),
        eq(kpiValues.promptVersionId, versionId),
        eq(kpiValues.isSimulated, false),
      ),
    )
    .groupBy(kpis.id, kpis.key, kpis.name)
    .orderBy(desc(sql`sum(${kpiValues.weight})`))
    .limit(1);
  return row ?? null;
}
