import { and, asc, eq, gt, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { datasetVersionExamples, datasetVersions, examples } from "#db/schema/datasets";
import { maskFieldsForRole, requireSearchable } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import {
  DatasetVersionInput,
  type Example,
  GetExampleInput,
  ListExamplesInput,
  type PlacedExample,
} from "../schema.ts";
import { getVersionInProject, placedExamples } from "../versions/internal.ts";
import { exampleColumns, getExampleInProject, presentExample } from "./internal.ts";

const inVersion = and(
  eq(examples.projectId, datasetVersionExamples.projectId),
  eq(examples.id, datasetVersionExamples.exampleId),
);

/** Examples of a version in their order, filtered by text, metadata or where they came from. Throws not_found. */
export async function listExamples(ctx: Context, input: ListExamplesInput): Promise<Page<PlacedExample>> {
  requirePermission(ctx, "dataset.read");
  const { datasetVersionId, limit, cursor, query, metadata, provenance } = ListExamplesInput.parse(input);
  const after = numberOfCursor(cursor);
  requireSearchable(ctx, [query, metadata]);
  await getVersionInProject(ctx, datasetVersionId);
  const pattern = query ? `%${escapeLike(query)}%` : null;
  // The values as text: `::text` of jsonb would escape quotes and line ends and so hide matches.
  const text = sql`(select string_agg(value #>> '{}', ' ') from jsonb_path_query(jsonb_build_array(${examples.inputs}, ${examples.reference}, ${examples.metadata}), 'strict $.**') as value where jsonb_typeof(value) in ('string', 'number'))`;
  const rows = await ctx.db
    .select({ ...exampleColumns, position: datasetVersionExamples.position })
    .from(datasetVersionExamples)
    .innerJoin(examples, inVersion)
    .where(
      and(
        eq(datasetVersionExamples.projectId, ctx.project),
        eq(datasetVersionExamples.datasetVersionId, datasetVersionId),
        after === undefined ? undefined : gt(datasetVersionExamples.position, after),
        pattern ? sql`${text} ilike ${pattern}` : undefined,
        provenance ? sql`${examples.provenance}->>'kind' = ${provenance}` : undefined,
        ...Object.entries(metadata ?? {}).map(
          ([key, value]) => sql`${examples.metadata}->>${key} = ${value}`,
        ),
      ),
    )
    .orderBy(asc(datasetVersionExamples.position))
    .limit(limit + 1);
  return toPage(
    rows.map((row) => readable(ctx, presentExample(row))),
    limit,
    ({ position }) => String(position),
  );
}

/** All examples of a version in order, in pages, for runs and exports. Throws not_found. */
export async function* eachExample(ctx: Context, datasetVersionId: string): AsyncGenerator<PlacedExample[]> {
  let cursor: string | undefined;
  do {
    const page = await listExamples(ctx, { datasetVersionId, limit: 200, ...(cursor ? { cursor } : {}) });
    if (page.items.length > 0) yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

/** The examples of a version in their order, only their ids: what a run makes its cases of. Empty for one nobody has. Throws forbidden. */
export async function exampleIdsOfVersion(ctx: Context, input: DatasetVersionInput): Promise<string[]> {
  requirePermission(ctx, "dataset.read");
  const placed = await placedExamples(ctx, DatasetVersionInput.parse(input).datasetVersionId);
  return placed.map(({ id }) => id);
}

/** One example, whichever versions hold it. Throws not_found. */
export async function getExample(ctx: Context, input: GetExampleInput): Promise<Example> {
  requirePermission(ctx, "dataset.read");
  return readable(ctx, await getExampleInProject(ctx, GetExampleInput.parse(input).exampleId));
}

/** Its values as this person may read them. */
const readable = <Row extends Example>(ctx: Context, row: Row): Row =>
  maskFieldsForRole(ctx, row, ["inputs", "reference", "metadata"]);

/** The versions that hold an example, oldest first. Throws not_found. */
export async function listVersionsOfExample(
  ctx: Context,
  input: GetExampleInput,
): Promise<{ id: string; number: number; position: number }[]> {
  requirePermission(ctx, "dataset.read");
  const { exampleId } = GetExampleInput.parse(input);
  await getExampleInProject(ctx, exampleId);
  return ctx.db
    .select({
      id: datasetVersions.id,
      number: datasetVersions.number,
      position: datasetVersionExamples.position,
    })
    .from(datasetVersionExamples)
    .innerJoin(
      datasetVersions,
      and(
        eq(datasetVersions.projectId, datasetVersionExamples.projectId),
        eq(datasetVersions.id, datasetVersionExamples.datasetVersionId),
      ),
    )
    .where(
      and(eq(datasetVersionExamples.projectId, ctx.project), eq(datasetVersionExamples.exampleId, exampleId)),
    )
    .orderBy(asc(datasetVersions.number))
    .limit(1_000);
}
