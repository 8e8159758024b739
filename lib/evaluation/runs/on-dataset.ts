import { and, eq } from "drizzle-orm";
import { datasetVersions } from "#db/schema/datasets";
import { runs } from "#db/schema/evaluation";
import { type Context, requirePermission } from "#lib/identity";
import { IsDatasetRunOnInput } from "../schema.ts";

/** Is a dataset one that versions are judged by: has a run been made on any of its versions? Throws forbidden, invalid_input. */
export async function isDatasetRunOn(ctx: Context, input: IsDatasetRunOnInput): Promise<boolean> {
  requirePermission(ctx, "run.read");
  const { datasetId } = IsDatasetRunOnInput.parse(input);
  const [row] = await ctx.db
    .select({ id: runs.id })
    .from(runs)
    .innerJoin(
      datasetVersions,
      and(eq(datasetVersions.projectId, runs.projectId), eq(datasetVersions.id, runs.datasetVersionId)),
    )
    .where(and(eq(runs.projectId, ctx.project), eq(datasetVersions.datasetId, datasetId)))
    .limit(1);
  return row !== undefined;
}
