import { and, eq, inArray } from "drizzle-orm";
import { examples } from "#db/schema/datasets";
import type { Context } from "#lib/identity";
import { NotFound } from "#platform/errors";
import type { Example, Provenance } from "../schema.ts";

export const exampleColumns = {
  id: examples.id,
  datasetId: examples.datasetId,
  contentHash: examples.contentHash,
  inputs: examples.inputs,
  reference: examples.reference,
  metadata: examples.metadata,
  provenance: examples.provenance,
  createdAt: examples.createdAt,
};

type Row = Omit<Example, "provenance"> & { provenance: unknown };

/** Provenance was parsed when it was written, by the verbs of this room only. */
export function presentExample<Extra extends Row>(row: Extra): Omit<Extra, "provenance"> & Example {
  return { ...row, reference: row.reference ?? null, provenance: row.provenance as Provenance };
}

/** Throws not_found for an example of another project too. */
export async function getExampleInProject(ctx: Context, exampleId: string): Promise<Example> {
  const [row] = await ctx.db
    .select(exampleColumns)
    .from(examples)
    .where(and(eq(examples.projectId, ctx.project), eq(examples.id, exampleId)));
  if (!row) throw new NotFound("example");
  return presentExample(row);
}

/** Examples by id, in the order of the ids. */
export async function getExamplesByIds(ctx: Context, ids: readonly string[]): Promise<Example[]> {
  const rows = await ctx.db
    .select(exampleColumns)
    .from(examples)
    .where(and(eq(examples.projectId, ctx.project), inArray(examples.id, [...ids])));
  const byId = new Map(rows.map((row) => [row.id, presentExample(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
