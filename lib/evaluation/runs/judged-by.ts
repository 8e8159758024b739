import { and, eq } from "drizzle-orm";
import { benchmarks, runs } from "#db/schema/evaluation";
import { datasetVersionRelation, isGatedDataset } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { IsDatasetJudgedByInput } from "./schema.ts";

/**
 * Is a dataset one that versions are judged by: does a gate or a benchmark name it, or has a run been made on any of its
 * versions? Throws forbidden, invalid_input.
 */
export async function isDatasetJudgedBy(ctx: Context, input: IsDatasetJudgedByInput): Promise<boolean> {
  requirePermission(ctx, "run.read");
  const { datasetId } = IsDatasetJudgedByInput.parse(input);
  if (await isGatedDataset(ctx, datasetId)) return true;
  const dataset = datasetVersionRelation(ctx);
  for (const table of [runs, benchmarks]) {
    const [row] = await ctx.db
      .select({ versionId: table.datasetVersionId })
      .from(table)
      .innerJoin(dataset, eq(dataset.versionId, table.datasetVersionId))
      .where(and(eq(table.projectId, ctx.project), eq(dataset.datasetId, datasetId)))
      .limit(1);
    if (row) return true;
  }
  return false;
}
