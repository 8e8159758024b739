import { and, desc, eq, ilike, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { datasets, datasetVersions } from "#db/schema/datasets";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { type Page, toPage } from "#platform/pagination";
import { type Dataset, DatasetInput, ListDatasetsInput } from "../schema.ts";
import { datasetOfVersion, versionColumns } from "../versions/internal.ts";
import { getDatasetInProject, presentDataset } from "./internal.ts";

/** A dataset with its latest version. Throws not_found. */
export async function getDataset(ctx: Context, input: DatasetInput): Promise<Dataset> {
  requirePermission(ctx, "dataset.read");
  return readable(ctx, await getDatasetInProject(ctx, DatasetInput.parse(input).datasetId));
}

/** What was said of its latest version may name somebody. */
const readable = (ctx: Context, dataset: Dataset): Dataset => ({
  ...dataset,
  latest: dataset.latest && maskFieldsForRole(ctx, dataset.latest, ["message"]),
});

/** Datasets of the project, newest first, each with its latest version. */
export async function listDatasets(ctx: Context, input: ListDatasetsInput = {}): Promise<Page<Dataset>> {
  requirePermission(ctx, "dataset.read");
  const { limit, cursor, query, includeArchived } = ListDatasetsInput.parse(input);
  const pattern = query ? `%${escapeLike(query)}%` : null;
  const rows = await ctx.db
    .select()
    .from(datasets)
    .where(
      and(
        eq(datasets.projectId, ctx.project),
        includeArchived ? undefined : isNull(datasets.archivedAt),
        pattern ? or(ilike(datasets.name, pattern), ilike(datasets.description, pattern)) : undefined,
        cursor ? lt(datasets.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(datasets.id))
    .limit(limit + 1);
  const latest = await latestOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return toPage(
    rows.map((row) => readable(ctx, presentDataset(row, latest.get(row.id) ?? null))),
    limit,
    ({ id }) => id,
  );
}

async function latestOf(ctx: Context, datasetIds: string[]) {
  if (datasetIds.length === 0) return new Map<string, NonNullable<Dataset["latest"]>>();
  const newest = sql`(select max(v.number) from dataset_versions v where v.project_id = ${datasetVersions.projectId} and v.dataset_id = ${datasetVersions.datasetId})`;
  const rows = await ctx.db
    .select(versionColumns)
    .from(datasetVersions)
    .innerJoin(datasets, datasetOfVersion)
    .where(
      and(
        eq(datasetVersions.projectId, ctx.project),
        inArray(datasetVersions.datasetId, datasetIds),
        eq(datasetVersions.number, newest),
      ),
    );
  return new Map(rows.map((row) => [row.datasetId, row]));
}
