import { and, desc, eq } from "drizzle-orm";
import { benchmarks, suites, suiteVersions } from "#db/schema/evaluation";
import { getDataset, getDatasetVersion } from "#lib/datasets";
import { asStudio, type Context } from "#lib/identity";
import { isRoute, nameTarget, targetLabel } from "#lib/routes";
import type { NamedTarget } from "#schema/routes";
import type { Benchmark } from "./schema.ts";

/** The benchmark of a prompt of this project, or null. */
export async function findBenchmark(ctx: Context, promptId: string): Promise<Benchmark | null> {
  const [row] = await ctx.db
    .select({
      pinned: benchmarks,
      suiteId: suites.id,
      suiteName: suites.name,
      suiteVersionNumber: suiteVersions.number,
    })
    .from(benchmarks)
    .innerJoin(
      suiteVersions,
      and(eq(suiteVersions.projectId, benchmarks.projectId), eq(suiteVersions.id, benchmarks.suiteVersionId)),
    )
    .innerJoin(suites, and(eq(suites.projectId, benchmarks.projectId), eq(suites.id, suiteVersions.suiteId)))
    .where(and(eq(benchmarks.projectId, ctx.project), eq(benchmarks.promptId, promptId)));
  if (!row) return null;
  const { pinned, ...names } = row;
  const { datasetVersionId, suiteVersionId, updatedByName, updatedAt } = pinned;
  return {
    promptId,
    ...names,
    ...(await datasetOf(ctx, datasetVersionId)),
    suiteVersionId,
    newestSuiteVersion: await newestOfSuite(ctx, names.suiteId),
    target: await targetOf(ctx, pinned),
    updatedByName,
    updatedAt,
  };
}

type Pinned = Pick<typeof benchmarks.$inferSelect, "connectionId" | "model" | "routeId" | "routeVersion">;

async function targetOf(
  ctx: Context,
  { connectionId, model, routeId, routeVersion }: Pinned,
): Promise<NamedTarget> {
  if (connectionId !== null && model !== null) return { connectionId, model };
  if (routeId === null || routeVersion === null) throw new Error("a benchmark names a model or a route");
  return nameTarget(asStudio(ctx), { routeId, version: routeVersion });
}

/** The columns that say what is called. */
export function columnsOf(target: NamedTarget): Pinned {
  return isRoute(target)
    ? { connectionId: null, model: null, routeId: target.routeId, routeVersion: target.version }
    : { connectionId: target.connectionId, model: target.model, routeId: null, routeVersion: null };
}

async function datasetOf(ctx: Context, datasetVersionId: string) {
  const studio = asStudio(ctx);
  const { datasetId, datasetName, number } = await getDatasetVersion(studio, { datasetVersionId });
  const { latest } = await getDataset(studio, { datasetId });
  if (!latest) throw new Error("a pinned dataset has a version");
  return {
    datasetVersionId,
    datasetId,
    datasetName,
    datasetVersionNumber: number,
    newestDatasetVersion: { id: latest.id, number: latest.number },
  };
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
  const { target } = benchmark;
  return {
    dataset: `${benchmark.datasetName}@${benchmark.datasetVersionNumber}`,
    suite: `${benchmark.suiteName}@${benchmark.suiteVersionNumber}`,
    model: targetLabel(target),
    datasetVersionId: benchmark.datasetVersionId,
    suiteVersionId: benchmark.suiteVersionId,
    ...(isRoute(target) ? { routeId: target.routeId } : { connectionId: target.connectionId }),
  };
}
