import { and, eq, sql } from "drizzle-orm";
import { datasets } from "#db/schema/datasets";
import type { Context } from "#lib/identity";

/**
 * Says which datasets of the project its gates name, all others being none, inside a transaction of the caller: for
 * releases, which asks permission.
 */
export async function setGatedDatasets(tx: Context, datasetIds: readonly string[]): Promise<void> {
  const isNamed = sql`${datasets.id} = any(${sql.param([...datasetIds])}::uuid[])`;
  await tx.db
    .update(datasets)
    .set({ isGated: isNamed })
    .where(and(eq(datasets.projectId, tx.project), sql`${datasets.isGated} <> (${isNamed})`));
}

/** True for a dataset that a gate names. */
export async function isGatedDataset(ctx: Context, datasetId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ isGated: datasets.isGated })
    .from(datasets)
    .where(and(eq(datasets.projectId, ctx.project), eq(datasets.id, datasetId)));
  return row?.isGated ?? false;
}
