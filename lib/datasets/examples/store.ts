import { rowsOf } from "#db";
import { sql } from "drizzle-orm";
import type { Context } from "#lib/identity";
import { type CompiledPolicy, redactValue } from "#lib/guardrails";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { findUnstorable, hashExample } from "../content.ts";
import type { ExampleContent, Provenance } from "../schema.ts";
import type { Placed } from "../versions/internal.ts";

/** An example ready to be written: redacted, checked and hashed. */
export type Prepared = {
  content: ExampleContent;
  hash: string;
  provenance: Provenance;
  endUserHash?: string | null;
};

/** More values than a person could look through, in one example. */
const maxValues = 10_000;
/** About as many characters of examples are judged at once. */
const batchCharacters = 1_000_000;

/** An example as it came in. */
export type Unprepared = {
  content: ExampleContent;
  provenance: Provenance;
  endUserHash?: string | null | undefined;
};

/**
 * Redacts by the "stored" stage of the policies, then hashes: what is hashed is what is kept. Call it before the
 * transaction, which should not wait for it. Throws invalid_input for what cannot be stored, unavailable when the
 * texts could not be checked.
 */
export async function prepareExamples(
  policies: readonly CompiledPolicy[],
  items: readonly Unprepared[],
): Promise<{ prepared: Prepared[]; redactions: number }> {
  for (const { content } of items) {
    if (countValues(content) > maxValues)
      throw new AppError(
        "invalid_input",
        `An example holds at most ${maxValues.toLocaleString("en")} values; split it or leave some out.`,
      );
  }
  const contents: ExampleContent[] = [];
  let redactions = 0;
  for (const batch of batchesOf(items)) {
    // Columns are what prompts and evaluators refer to.
    const { value, findings } = await redactValue(policies, batch, { names: "kept" });
    for (const content of value) contents.push(content);
    redactions += findings.length;
  }
  const prepared = contents.map((content, at) => {
    const problem = findUnstorable(content);
    if (problem) throw new AppError("invalid_input", problem);
    const item = items[at];
    if (!item) throw new AppError("internal", "An example lost where it came from.");
    const { provenance, endUserHash = null } = item;
    return { content, hash: hashExample(content), provenance, endUserHash };
  });
  return { prepared, redactions };
}

/** The contents in order, in parts that the policies' bounds of one judgement (characters, seconds) allow for. */
function* batchesOf(items: readonly Unprepared[]): Generator<ExampleContent[]> {
  let [batch, characters]: [ExampleContent[], number] = [[], 0];
  for (const { content } of items) {
    batch.push(content);
    characters += JSON.stringify(content).length;
    if (characters < batchCharacters) continue;
    yield batch;
    [batch, characters] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** Values at the ends of a JSON value, counted no further than the limit. */
function countValues(value: unknown, sum = 0): number {
  if (value === null || typeof value !== "object") return sum + 1;
  let total = sum;
  for (const inner of Object.values(value)) {
    total = countValues(inner, total);
    if (total > maxValues) return total;
  }
  return total;
}

/**
 * Writes examples of one dataset; one that the dataset has already, in any version, is used again.
 * Returns them in order, one per distinct hash handed in.
 */
export async function storeExamples(
  tx: Context,
  datasetId: string,
  prepared: readonly Prepared[],
): Promise<Placed[]> {
  const first = new Map<string, Prepared>();
  for (const example of prepared) if (!first.has(example.hash)) first.set(example.hash, example);
  const distinct = [...first.values()];
  const ids = new Map<string, string>();
  for (const rows of batches(distinct)) {
    for (const { id, hash } of await storeBatch(tx, datasetId, rows)) ids.set(hash, id);
  }
  return distinct.map(({ hash }) => {
    const id = ids.get(hash);
    if (!id) throw new AppError("internal", "An example could not be written.");
    return { id, hash };
  });
}

type Row = { hash: string; json: string };

/** At most so many rows and, because a cell may hold 256 kB, so many characters in one statement. */
const maxBatch = { rows: 1_000, characters: 4_000_000 };

function* batches(prepared: readonly Prepared[]): Generator<Row[]> {
  let rows: Row[] = [];
  let characters = 0;
  for (const { content, hash, provenance, endUserHash: end_user_hash = null } of prepared) {
    const json = JSON.stringify({ id: newId(), hash, ...content, provenance, end_user_hash });
    if (rows.length >= maxBatch.rows || (rows.length > 0 && characters + json.length > maxBatch.characters)) {
      yield rows;
      [rows, characters] = [[], 0];
    }
    rows.push({ hash, json });
    characters += json.length;
  }
  if (rows.length > 0) yield rows;
}

/** One JSON parameter per batch: as fast as unnest, and jsonb needs no array type of its own. */
async function storeBatch(tx: Context, datasetId: string, rows: readonly Row[]): Promise<Placed[]> {
  const json = `[${rows.map((row) => row.json).join(",")}]`;
  const now = tx.clock.now().toISOString();
  await tx.db.execute(sql`
    insert into examples (id, project_id, dataset_id, content_hash, inputs, reference, metadata, provenance, end_user_hash, created_at)
    select row.id, ${tx.project}::uuid, ${datasetId}::uuid, row.hash, row.inputs, row.reference, row.metadata, row.provenance, row.end_user_hash, ${now}::timestamptz
    from jsonb_to_recordset(${json}::jsonb)
      as row(id uuid, hash text, inputs jsonb, reference jsonb, metadata jsonb, provenance jsonb, end_user_hash text)
    on conflict (project_id, dataset_id, content_hash) do nothing`);
  const hashes = `{${rows.map(({ hash }) => hash).join(",")}}`;
  const found = await tx.db.execute(sql`
    select id, content_hash as hash from examples
    where project_id = ${tx.project}::uuid and dataset_id = ${datasetId}::uuid and content_hash = any(${hashes}::text[])`);
  return rowsOf<Placed>(found);
}
