import { and, desc, eq, lt } from "drizzle-orm";
import { datasets, datasetVersions } from "#db/schema/datasets";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import { getDatasetInProject } from "../datasets/internal.ts";
import { type DatasetVersion, DatasetVersionInput, ListVersionsInput } from "../schema.ts";
import { datasetOfVersion, getVersionInProject, versionColumns } from "./internal.ts";

/** One version, with its dataset's name. Throws not_found. */
export async function getDatasetVersion(ctx: Context, input: DatasetVersionInput): Promise<DatasetVersion> {
  requirePermission(ctx, "dataset.read");
  const version = await getVersionInProject(ctx, DatasetVersionInput.parse(input).datasetVersionId);
  return maskFieldsForRole(ctx, version, ["message"]);
}

/** Versions of a dataset, newest first. Throws not_found. */
export async function listVersions(ctx: Context, input: ListVersionsInput): Promise<Page<DatasetVersion>> {
  requirePermission(ctx, "dataset.read");
  const { datasetId, limit, cursor } = ListVersionsInput.parse(input);
  const after = numberOfCursor(cursor);
  await getDatasetInProject(ctx, datasetId);
  const rows = await ctx.db
    .select(versionColumns)
    .from(datasetVersions)
    .innerJoin(datasets, datasetOfVersion)
    .where(
      and(
        eq(datasetVersions.projectId, ctx.project),
        eq(datasetVersions.datasetId, datasetId),
        after === undefined ? undefined : lt(datasetVersions.number, after),
      ),
    )
    .orderBy(desc(datasetVersions.number))
    .limit(limit + 1);
  return toPage(
    rows.map((row) => maskFieldsForRole(ctx, row, ["message"])),
    limit,
    ({ number }) => String(number),
  );
}
