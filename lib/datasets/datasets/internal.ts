import { and, eq } from "drizzle-orm";
import { datasets } from "#db/schema/datasets";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import type { Dataset } from "../schema.ts";
import { findLatestVersion } from "../versions/internal.ts";

const notFound = () => new NotFound("dataset");

/** A dataset with its latest version. Throws not_found for one of another project too. */
export async function getDatasetInProject(ctx: Context, datasetId: string): Promise<Dataset> {
  const [row] = await ctx.db
    .select()
    .from(datasets)
    .where(and(eq(datasets.projectId, ctx.project), eq(datasets.id, datasetId)));
  if (!row) throw notFound();
  return presentDataset(row, await findLatestVersion(ctx, datasetId));
}

/** The same with the row locked, so that writers of one dataset make their versions one after the other. */
export async function lockDataset(
  tx: Context,
  datasetId: string,
  options: { evenArchived?: boolean } = {},
): Promise<Dataset> {
  const [row] = await tx.db
    .select()
    .from(datasets)
    .where(and(eq(datasets.projectId, tx.project), eq(datasets.id, datasetId)))
    .for("update");
  if (!row) throw notFound();
  if (row.archivedAt && !options.evenArchived)
    throw new AppError("conflict", `The dataset "${row.name}" is archived. Restore it before changing it.`);
  return presentDataset(row, await findLatestVersion(tx, datasetId));
}

export function presentDataset(row: typeof datasets.$inferSelect, latest: Dataset["latest"]): Dataset {
  const { id, name, description, isDemo, archivedAt, createdAt } = row;
  return { id, name, description, isDemo, archivedAt, createdAt, latest };
}
