import { and, desc, eq } from "drizzle-orm";
import { datasets, datasetVersions } from "#db/schema/datasets";
import { benchmarks, suites, suiteVersions } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import type { Benchmark } from "./schema.ts";

/** The benchmark of a prompt of this project, or null. */
export async function findBenchmark(ctx: Context, promptId: string): Promise<Benchmark | null> {
  const [row] = await ctx.db
    .select({
      pinned: benchmarks,
      datasetId: datasets.id,
      datasetName: datasets.name,
      datasetVersionNumber: datasetVersions.number,
      suiteId: suites.id,
      suiteName: suites.name,
      suiteVersionNumber: suiteVersions.number,
    })
    .from(benchmarks)
    .innerJoin(
      datasetVersions,
      and(
        eq(datasetVersions.projectId, benchmarks.projectId),
        eq(datasetVersions.id, benchmarks.datasetVersionId),
      ),
    )
    .innerJoin(
      datasets,
      and(eq(datasets.projectId, benchmarks.projectId), eq(datasets.id, datasetVersions.datasetId)),
    )
    .innerJoin(
      suiteVersions,
      and(eq(suiteVersions.projectId, benchmarks.projectId), eq(suiteVersions.id, benchmarks.suiteVersionId)),
    )
    .innerJoin(suites, and(eq(suites.projectId, benchmarks.projectId), eq(suites.id, suiteVersions.suiteId)))
    .where(and(eq(benchmarks.projectId, ctx.project), eq(benchmarks.promptId, promptId)));
  if (!row) return null;
  const { pinned, ...names } = row;
  const { datasetVersionId, suiteVersionId, connectionId, model, updatedByName, updatedAt } = pinned;
  return {
    promptId,
    ...names,
    datasetVersionId,
    newestDatasetVersion: await newestOf(ctx, names.datasetId),
    suiteVersionId,
    newestSuiteVersion: await newestOfSuite(ctx, names.suiteId),
    target: { connectionId, model },
    updatedByName,
    updatedAt,
  };
}

async function newestOf(ctx: Context, datasetId: string): Promise<{ id: string; number: number }> {
  const [row] = await ctx.db
    .select({ id: datasetVersions.id, number: datasetVersions.number })
    .from(datasetVersions)
    .where(and(eq(datasetVersions.projectId, ctx.project), eq(datasetVersions.datasetId, datasetId)))
    .orderBy(desc(datasetVersions.number))
    .limit(1);
  if (!row) throw new Error("a pinned dataset has a version");
  return row;
}

async function newestOfSuite(ctx: Context, suiteId: string): Promise<{ id: string; number: number }> {
  const [row] = await ctx.db
    .select({ id: suiteVersions.id, number: suiteVersions.number })
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.suiteId, suiteId)))
    .orderBy(desc(suiteVersions.number))
    .limit(1);
  if (!row) throw new Error("a pinned suite has a version");
  return row;
}

/** As the audit chain and people name it: tickets@28, reply-quality@2, gpt-4o-mini. */
export function namesOf(benchmark: Benchmark) {
  return {
    dataset: `${benchmark.datasetName}@${benchmark.datasetVersionNumber}`,
    suite: `${benchmark.suiteName}@${benchmark.suiteVersionNumber}`,
    model: benchmark.target.model,
    datasetVersionId: benchmark.datasetVersionId,
    suiteVersionId: benchmark.suiteVersionId,
    connectionId: benchmark.target.connectionId,
  };
}
