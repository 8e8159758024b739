import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { datasets } from "#db/schema/datasets";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { ArchiveDatasetInput, type Dataset } from "../schema.ts";
import { getDatasetInProject } from "./internal.ts";

/** Takes a dataset out of the lists, or back in; runs that used it keep it. Throws not_found. */
export async function archiveDataset(ctx: Context, input: ArchiveDatasetInput): Promise<Dataset> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, isArchived } = ArchiveDatasetInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getDatasetInProject(tx, datasetId);
    if ((before.archivedAt !== null) === isArchived) return before;
    const archivedAt = isArchived ? tx.clock.now() : null;
    await tx.db
      .update(datasets)
      .set({ archivedAt })
      .where(and(eq(datasets.projectId, tx.project), eq(datasets.id, datasetId)));
    await appendAudit(tx, {
      action: isArchived ? "dataset.archive" : "dataset.restore",
      subject: { type: "dataset", id: datasetId, name: before.name },
    });
    return { ...before, archivedAt };
  });
}
