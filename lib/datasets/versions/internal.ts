import { and, asc, desc, eq } from "drizzle-orm";
import { datasets, datasetVersionExamples, datasetVersions, examples } from "#db/schema/datasets";
import type { Context } from "#lib/identity";
import { NotFound } from "#platform/errors";
import type { DatasetVersion } from "../schema.ts";

/** The columns of a version as pages read it, with its dataset's name; join `datasets`. */
export const versionColumns = {
  id: datasetVersions.id,
  datasetId: datasetVersions.datasetId,
  datasetName: datasets.name,
  number: datasetVersions.number,
  contentHash: datasetVersions.contentHash,
  message: datasetVersions.message,
  exampleCount: datasetVersions.exampleCount,
  createdByName: datasetVersions.createdByName,
  createdAt: datasetVersions.createdAt,
};

export const datasetOfVersion = and(
  eq(datasets.projectId, datasetVersions.projectId),
  eq(datasets.id, datasetVersions.datasetId),
);

/** A version of this project. Throws not_found. */
export async function getVersionInProject(ctx: Context, versionId: string): Promise<DatasetVersion> {
  const [row] = await ctx.db
    .select(versionColumns)
    .from(datasetVersions)
    .innerJoin(datasets, datasetOfVersion)
    .where(and(eq(datasetVersions.projectId, ctx.project), eq(datasetVersions.id, versionId)));
  if (!row) throw new NotFound("dataset version");
  return row;
}

/** The newest version of a dataset, or null before its first example. */
export async function findLatestVersion(ctx: Context, datasetId: string): Promise<DatasetVersion | null> {
  const [row] = await ctx.db
    .select(versionColumns)
    .from(datasetVersions)
    .innerJoin(datasets, datasetOfVersion)
    .where(and(eq(datasetVersions.projectId, ctx.project), eq(datasetVersions.datasetId, datasetId)))
    .orderBy(desc(datasetVersions.number))
    .limit(1);
  return row ?? null;
}

/** An example at its place in a version: all that is needed to make the next version. */
export type Placed = { id: string; hash: string };

/** The examples of a version in order. */
export async function placedExamples(ctx: Context, versionId: string): Promise<Placed[]> {
  return ctx.db
    .select({ id: examples.id, hash: examples.contentHash })
    .from(datasetVersionExamples)
    .innerJoin(
      examples,
      and(
        eq(examples.projectId, datasetVersionExamples.projectId),
        eq(examples.id, datasetVersionExamples.exampleId),
      ),
    )
    .where(
      and(
        eq(datasetVersionExamples.projectId, ctx.project),
        eq(datasetVersionExamples.datasetVersionId, versionId),
      ),
    )
    .orderBy(asc(datasetVersionExamples.position));
}
