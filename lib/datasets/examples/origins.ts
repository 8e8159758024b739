import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { datasets, datasetVersionExamples, datasetVersions, examples } from "#db/schema/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { type ExamplePlace, ExamplesOfDecisionsInput, GetExampleInput, type Provenance } from "../schema.ts";

/** Where an example came from and where it stands in the newest version that holds it; nothing it says. Throws not_found, forbidden. */
export async function placeOfExample(ctx: Context, input: GetExampleInput): Promise<ExamplePlace> {
  requirePermission(ctx, "dataset.read");
  const { exampleId } = GetExampleInput.parse(input);
  const [row] = await ctx.db
    .select({
      id: examples.id,
      datasetId: examples.datasetId,
      datasetName: datasets.name,
      provenance: examples.provenance,
      versionNumber: datasetVersions.number,
      position: datasetVersionExamples.position,
    })
    .from(examples)
    .innerJoin(datasets, and(eq(datasets.projectId, examples.projectId), eq(datasets.id, examples.datasetId)))
    .leftJoin(
      datasetVersionExamples,
      and(
        eq(datasetVersionExamples.projectId, examples.projectId),
        eq(datasetVersionExamples.exampleId, examples.id),
      ),
    )
    .leftJoin(
      datasetVersions,
      and(
        eq(datasetVersions.projectId, examples.projectId),
        eq(datasetVersions.id, datasetVersionExamples.datasetVersionId),
      ),
    )
    .where(and(eq(examples.projectId, ctx.project), eq(examples.id, exampleId)))
    .orderBy(desc(datasetVersions.number))
    .limit(1);
  if (!row) throw new NotFound("example");
  // Parsed when it was written, only by the verbs of this room.
  return { ...row, provenance: row.provenance as Provenance };
}

/** The examples that the corrections of these decisions became, oldest first. Throws forbidden. */
export async function examplesOfDecisions(ctx: Context, input: ExamplesOfDecisionsInput): Promise<string[]> {
  requirePermission(ctx, "dataset.read");
  const { decisionIds } = ExamplesOfDecisionsInput.parse(input);
  if (decisionIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: examples.id })
    .from(examples)
    .where(
      and(
        eq(examples.projectId, ctx.project),
        inArray(sql`${examples.provenance}->>'decisionId'`, decisionIds),
      ),
    )
    .orderBy(asc(examples.createdAt));
  return rows.map(({ id }) => id);
}
