import { eq } from "drizzle-orm";
import { datasets, datasetVersions, examples } from "#db/schema/datasets";
import type { Context } from "#lib/identity";
import { datasetOfVersion } from "./versions/internal.ts";

/** A relation to join (docs/decisions/0019): the dataset versions of the project, each with its dataset's name. */
export function datasetVersionRelation(ctx: Context) {
  return ctx.db
    .select({
      versionId: datasetVersions.id,
      datasetId: datasetVersions.datasetId,
      number: datasetVersions.number,
      name: datasets.name,
    })
    .from(datasetVersions)
    .innerJoin(datasets, datasetOfVersion)
    .where(eq(datasetVersions.projectId, ctx.project))
    .as("dataset_version");
}

/** A relation to join (docs/decisions/0019): what the examples of the project say, unmasked. */
export function exampleRelation(ctx: Context) {
  return ctx.db
    .select({
      exampleId: examples.id,
      contentHash: examples.contentHash,
      inputs: examples.inputs,
      reference: examples.reference,
      metadata: examples.metadata,
    })
    .from(examples)
    .where(eq(examples.projectId, ctx.project))
    .as("example");
}
