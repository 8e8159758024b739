import { and, eq } from "drizzle-orm";
import { runs } from "#db/schema/evaluation";
import { datasetVersionRelation } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { IsDatasetRunOnInput } from "../schema.ts";

/** Is a dataset one that versions are judged by: has a run been made on any of its versions? Throws forbidden, invalid_input. */
export async function isDatasetRunOn(ctx: Context, input: IsDatasetRunOnInput): Promise<boolean> {
  requirePermission(ctx, "run.read");
  const { datasetId } = IsDatasetRunOnInput.parse(input);
  const dataset = datasetVersionRelation(ctx);
  const [row] = await ctx.db
    .select({ id: runs.id })
    .from(runs)
    .innerJoin(dataset, eq(dataset.versionId, runs.datasetVersionId))
    .where(and(eq(runs.projectId, ctx.project), eq(dataset.datasetId, datasetId)))
    .limit(1);
  return row !== undefined;
}
