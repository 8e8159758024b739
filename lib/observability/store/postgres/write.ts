import { sql } from "drizzle-orm";
import { type Database, inTransaction, insertRows, rowsOf } from "#db";
import { generationRollups, generations, type StoredSpan } from "#db/schema/observability";
import type { Span } from "../../schema.ts";
import { rollUp, type RollupRow } from "../../usage/rollup.ts";
import type { StorableGeneration } from "../telemetry-store.ts";

/** Rows of one statement: its JSON is made in memory, here and in the server. */
const mostRows = 1_000;

/** Stores a batch in one transaction for each thousand: the generations with their spans, and their sums. */
export async function write(db: Database, batch: readonly StorableGeneration[]): Promise<void> {
  for (let start = 0; start < batch.length; start += mostRows)
    await writeAtOnce(db, batch.slice(start, start + mostRows));
}

async function writeAtOnce(db: Database, batch: readonly StorableGeneration[]): Promise<void> {
  await inTransaction({ db }, async ({ db: tx }) => {
    const rows = batch.map(({ projectId, generation, spans }) => ({
      projectId,
      ...generation,
      spans: spans.length > 0 ? spans.map(storedSpan) : null,
    }));
    const returned = await tx.execute(
      sql`${insertRows(generations, rows)} on conflict do nothing returning id`,
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
  "priced",
  "cost_unknown",
  "usage_estimated",
  "energy_kwh",
  "carbon_grams",
  "carbon_grams_low",
  "carbon_grams_high",
  "carbon_known",
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
  `on conflict (project_id, day, prompt_version_key, provider, model, environment, source, is_simulated) do update set ${[...rollupSums, ...rollupBuckets].join(", ")}`,
);

/** Adds rollup rows to those already there. */
async function addRollups(db: Pick<Database, "execute">, rows: RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.execute(sql`${insertRows(generationRollups, rows)} ${addToRollups}`);
}
