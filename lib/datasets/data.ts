import { and, asc, eq, or, type SQL, sql } from "drizzle-orm";
import { datasetVersions, examples } from "#db/schema/datasets";
import { authorship, type DataKind, holdData, type Person } from "#lib/governance";
import type { Context } from "#lib/identity";
import { erasedHash } from "./versions/erased.ts";

type EndUser = Extract<Person, { kind: "end_user" }>;

/**
 * The examples that were made of an end user's calls, with all that were edited from them: by what they keep of the key, and
 * by those calls where they name nobody else.
 */
function ofEndUser(ctx: Context, { calls, hash }: EndUser): SQL | undefined {
  const mine = sql`
    with recursive mine as (
      select id from examples where project_id = ${ctx.project}::uuid and (
        end_user_hash = ${hash}
        or (end_user_hash is null and provenance->>'generationId' = any(${sql.param([...calls])}::text[]))
      )
      union
      select edited.id from examples edited join mine on edited.provenance->>'editedFrom' = mine.id::text
      where edited.project_id = ${ctx.project}::uuid
    ) select id from mine`;
  return and(eq(examples.projectId, ctx.project), sql`${examples.id} in (${mine})`);
}

const fromCalls: DataKind = {
  name: "datasets.examples",
  label: "Examples written, corrected, or made of calls",
  exportOf: async (ctx, person) => {
    const { id, inputs, reference, createdAt } = examples;
    if (person.kind === "member") {
      const mine = or(
        eq(sql`${examples.provenance}->>'byName'`, person.name),
        eq(sql`${examples.provenance}->>'reviewerName'`, person.name),
      );
      return ctx.db
        .select({ id, createdAt })
        .from(examples)
        .where(and(eq(examples.projectId, ctx.project), mine))
        .orderBy(asc(createdAt));
    }
    return ctx.db
      .select({ id, inputs, reference, createdAt })
      .from(examples)
      .where(ofEndUser(ctx, person))
      .orderBy(asc(createdAt));
  },
  erase: async (tx, person, pseudonym) => {
    if (person.kind === "member") return renameAuthor(tx, person.name, pseudonym);
    // The row stays, since versions and runs name it. Its hash goes with what it was of: by it a guess could be tried, and
    // the same content added again would be taken for this row. Hashes of versions were made before and stay.
    const rows = await tx.db
      .update(examples)
      .set({
        inputs: {},
        reference: null,
        metadata: { erased: true },
        endUserHash: null,
        contentHash: erasedHash(examples.id),
      })
      .where(ofEndUser(tx, person))
      .returning({ id: examples.id });
    return rows.length;
  },
};

/** Of who wrote or corrected an example only the name is kept. */
async function renameAuthor(tx: Context, name: string, pseudonym: string): Promise<number> {
  let renamed = 0;
  for (const field of ["byName", "reviewerName"]) {
    const rows = await tx.db
      .update(examples)
      .set({
        provenance: sql`jsonb_set(${examples.provenance}, ${`{${field}}`}::text[], to_jsonb(${pseudonym}::text))`,
      })
      .where(and(eq(examples.projectId, tx.project), eq(sql`${examples.provenance}->>${field}`, name)))
      .returning({ id: examples.id });
    renamed += rows.length;
  }
  return renamed;
}

holdData("datasets", [
  authorship({
    name: "datasets.versions",
    label: "Versions of datasets",
    table: datasetVersions,
    project: datasetVersions.projectId,
    by: datasetVersions.createdBy,
    byName: datasetVersions.createdByName,
    at: datasetVersions.createdAt,
    shown: { id: datasetVersions.id, number: datasetVersions.number, message: datasetVersions.message },
  }),
  fromCalls,
]);
