import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#db";
import { generationRollups, generations, spans } from "#db/schema";
import type { Generation, Span } from "../schema.ts";
import { rollUp, type RollupRow } from "../usage/rollup.ts";

/** A generation with its spans, ready to be stored. */
export type StorableGeneration = { projectId: string; generation: Generation; spans: Span[] };

/**
 * Stores a batch: one statement per table, in one transaction. Storing a generation again changes
 * nothing, so a batch whose fate is unknown can be sent again.
 */
export async function storeGenerations(db: Database, batch: StorableGeneration[]): Promise<void> {
  if (batch.length === 0) return;
  await db.transaction(async (tx) => {
    const rows = batch.map(({ projectId, generation }) => ({ projectId, ...generation }));
    const returned = await tx.execute(sql`${insertFromJson(generations, rows)} on conflict do nothing returning id`);
    const inserted = new Set(rowsOf<{ id: string }>(returned).map((row) => row.id));
    const fresh = batch.filter(({ generation }) => inserted.has(generation.id));
    const spanRows = fresh.flatMap(({ projectId, spans: own }) => own.map((span) => ({ projectId, ...span })));
    if (spanRows.length > 0) await tx.execute(sql`${insertFromJson(spans, spanRows)} on conflict do nothing`);
    await addRollups(tx, rollUp(fresh));
  });
}

/** Adds rollup rows to those already there. */
async function addRollups(db: Pick<Database, "execute">, rows: RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  const added = [
    "count",
    "failed",
    "cancelled",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "cost_unknown",
    "energy_kwh",
    "carbon_grams",
    "carbon_grams_low",
    "carbon_grams_high",
    "carbon_unknown",
  ].map((name) => sql`${sql.identifier(name)} = generation_rollups.${sql.identifier(name)} + excluded.${sql.identifier(name)}`);
  const buckets = ["latency_buckets", "first_token_buckets"].map(
    (name) => sql`${sql.identifier(name)} = ${addedArrays(sql.identifier(name))}`,
  );
  await db.execute(sql`${insertFromJson(generationRollups, rows)}
    on conflict (project_id, day, prompt_version_key, provider, model, source, is_simulated)
    do update set ${sql.join([...added, ...buckets], sql`, `)}`);
}

/** The element-wise sum of two JSON arrays of counts, the shorter one filled with zeros. */
function addedArrays(name: SQL | ReturnType<typeof sql.identifier>): SQL {
  return sql`coalesce((select jsonb_agg(coalesce(a.v::bigint, 0) + coalesce(b.v::bigint, 0) order by i)
    from jsonb_array_elements_text(generation_rollups.${name}) with ordinality a(v, i)
    full join jsonb_array_elements_text(excluded.${name}) with ordinality b(v, i) using (i)), '[]'::jsonb)`;
}

/** `insert into t (...) select ... from json_to_recordset($1)`: any number of rows in one parameter, on both databases. */
function insertFromJson(table: PgTable, rows: Record<string, unknown>[]): SQL {
  const columns = Object.entries(getTableColumns(table));
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const types = sql.join(
    columns.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  );
  const named = rows.map((row) => Object.fromEntries(columns.map(([key, column]) => [column.name, row[key]])));
  return sql`insert into ${sql.identifier(getTableName(table))} (${names})
    select ${names} from json_to_recordset(${storableJson(named)}::json) as given(${types})`;
}

/** JSON without what PostgreSQL's texts cannot hold: the NUL character and halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return json.replace(/(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (_all, backslash: string | undefined) => backslash ?? "\ufffd");
}

/** Both drivers answer a raw statement with `{ rows }`; drizzle's common type does not say so. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
