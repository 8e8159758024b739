import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#db";
import { generationRollups, generations } from "#db/schema";
import type { StoredSpan } from "#db/schema";
import type { Generation, Span } from "../schema.ts";
import { rollUp, type RollupRow } from "../usage/rollup.ts";

/** A generation with its spans, ready to be stored. */
export type StorableGeneration = { projectId: string; generation: Generation; spans: Span[] };

/**
 * Stores a batch in one transaction: the generations with their spans, and their sums. Storing a generation
 * again changes nothing, so a batch whose fate is unknown can be sent again.
 */
export async function storeGenerations(db: Database, batch: StorableGeneration[]): Promise<void> {
  if (batch.length === 0) return;
  await db.transaction(async (tx) => {
    const rows = batch.map(({ projectId, generation, spans }) => ({
      projectId,
      ...generation,
      spans: spans.length > 0 ? spans.map(storedSpan) : null,
    }));
    const returned = await tx.execute(
      sql`${insertFromJson(generations, rows)} on conflict do nothing returning id`,
    );
    const inserted = new Set(rowsOf<{ id: string }>(returned).map((row) => row.id));
    const fresh = batch.filter(({ generation }) => inserted.has(generation.id));
    await addRollups(tx, rollUp(fresh));
  });
}

/** A span without what its generation's row says already. */
function storedSpan({ traceId: _t, generationId: _g, startedAt, ...span }: Span): StoredSpan {
  return { ...span, startedAt: startedAt.toISOString() };
}

const rollupSums = [
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
].map((name) => `${name} = generation_rollups.${name} + excluded.${name}`);

/** The element-wise sum of two JSON arrays of counts, the shorter one filled with zeros. */
const rollupBuckets = ["latency_buckets", "first_token_buckets"].map(
  (
    name,
  ) => `${name} = coalesce((select jsonb_agg(coalesce(a.v::bigint, 0) + coalesce(b.v::bigint, 0) order by i)
    from jsonb_array_elements_text(generation_rollups.${name}) with ordinality a(v, i)
    full join jsonb_array_elements_text(excluded.${name}) with ordinality b(v, i) using (i)), '[]'::jsonb)`,
);

const addToRollups = sql.raw(
  `on conflict (project_id, day, prompt_version_key, provider, model, source, is_simulated) do update set ${[...rollupSums, ...rollupBuckets].join(", ")}`,
);

/** Adds rollup rows to those already there. */
async function addRollups(db: Pick<Database, "execute">, rows: RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.execute(sql`${insertFromJson(generationRollups, rows)} ${addToRollups}`);
}

type Statement = { columns: [string, string][]; head: SQL; tail: SQL };
const statements = new Map<PgTable, Statement>();

/** `insert into t (...) select ... from json_to_recordset($1)`: any number of rows in one parameter, on both databases. */
function insertFromJson(table: PgTable, rows: Record<string, unknown>[]): SQL {
  const { columns, head, tail } = statementOf(table);
  const named = rows.map((row) => {
    const record: Record<string, unknown> = {};
    // What is null is left out: an absent member is read as null, and most members of most rows are.
    for (const [key, name] of columns) if (row[key] !== null) record[name] = row[key];
    return record;
  });
  return sql`${head}${storableJson(named)}${tail}`;
}

/** The statement's text; made once, since it names every column three times and is sent twenty times a second. */
function statementOf(table: PgTable): Statement {
  const known = statements.get(table);
  if (known) return known;
  const all = Object.entries(getTableColumns(table));
  const names = all.map(([, column]) => `"${column.name}"`).join(", ");
  const types = all.map(([, column]) => `"${column.name}" ${column.getSQLType()}`).join(", ");
  const made: Statement = {
    columns: all.map(([key, column]) => [key, column.name]),
    head: sql.raw(`insert into "${getTableName(table)}" (${names}) select ${names} from json_to_recordset(`),
    tail: sql.raw(`::json) as given(${types})`),
  };
  statements.set(table, made);
  return made;
}

/** JSON without what PostgreSQL's texts cannot hold: the NUL character and halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return json.replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_all, backslash: string | undefined) => backslash ?? "\ufffd",
  );
}

/** Both drivers answer a raw statement with `{ rows }`; drizzle's common type does not say so. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
