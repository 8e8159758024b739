import { type SQL, sql } from "drizzle-orm";
import { type Database, inTransaction, insertRows, isInTransaction, rowsOf } from "#db";
import { generationRollups, generations, spans } from "#db/schema/observability";
import { sqlStateOf } from "../../sql-state.ts";
import { rollUp, type RollupRow } from "../../usage/rollup.ts";
import type { TelemetryBatch } from "../telemetry-store.ts";

/** Generations of one statement: its JSON is made in memory, here and in the server. */
const mostGenerations = 1_000;
const mostSpans = 5_000;

/** Each part of a batch by itself: a part that is stored is left as it is when the batch is sent again. */
export async function write(
  db: Database,
  { generations: calls, spans: steps }: TelemetryBatch,
): Promise<void> {
  const parts = Math.max(calls.length / mostGenerations, steps.length / mostSpans);
  for (let part = 0; part < parts; part += 1)
    await writePart(db, {
      generations: calls.slice(part * mostGenerations, (part + 1) * mostGenerations),
      spans: steps.slice(part * mostSpans, (part + 1) * mostSpans),
    });
}

async function writePart(db: Database, part: TelemetryBatch): Promise<void> {
  try {
    await addFresh(db, part);
  } catch (error) {
    if (sqlStateOf(error) !== "23505") throw error;
    await addUnknown(db, part);
  }
}

/**
 * All of it in one statement, as almost every batch can be: to look for each row before it is added costs the server half
 * of what adding it does. Throws 23505 where a row is there already; then nothing was added.
 */
async function addFresh(db: Database, { generations: calls, spans: steps }: TelemetryBatch): Promise<void> {
  const statement = sql`with steps as (${insertSpans(steps)}), sums as (${insertRollups(rollUp(calls))}) ${insertCalls(calls)}`;
  // A statement that fails inside a transaction would take the transaction with it.
  if (isInTransaction(db)) await inTransaction({ db }, ({ db: tx }) => tx.execute(statement));
  else await db.execute(statement);
}

/** The same of rows of which some are there already: those stay as they are, and are not counted again. */
async function addUnknown(db: Database, { generations: calls, spans: steps }: TelemetryBatch): Promise<void> {
  await inTransaction({ db }, async ({ db: tx }) => {
    const returned = await tx.execute(
      sql`with steps as (${insertSpans(steps)} on conflict do nothing) ${insertCalls(calls)} on conflict do nothing returning id`,
    );
    const inserted = new Set(rowsOf<{ id: string }>(returned).map((row) => row.id));
    // Each id once, as the table has it, though a batch may name it twice.
    const fresh = calls.filter(({ generation }) => inserted.delete(generation.id));
    if (fresh.length > 0) await tx.execute(insertRollups(rollUp(fresh)));
  });
}

const insertSpans = (steps: TelemetryBatch["spans"]) => insertRows(spans, steps.map(toRow));

function insertCalls(calls: TelemetryBatch["generations"]): SQL {
  const rows = calls.map(({ projectId, generation, endUserHash = null }) => ({
    projectId,
    ...generation,
    endUserHash,
  }));
  return insertRows(generations, rows);
}

function toRow({ projectId, span }: TelemetryBatch["spans"][number]): typeof spans.$inferInsert {
  return { ...span, projectId, events: span.events.length > 0 ? span.events : null };
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
  // To a day that an older version began nothing is added: null and a number are null.
  "cost_squares",
  "carbon_squares",
  "tokens_known",
  "tokens_sum",
  "tokens_squares",
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
function insertRollups(rows: readonly RollupRow[]): SQL {
  const flat = rows.map(({ squares, ...row }) => ({ ...row, ...squares }));
  return sql`${insertRows(generationRollups, flat)} ${addToRollups}`;
}
