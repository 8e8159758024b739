import { sql } from "drizzle-orm";
import { type Database, inTransaction, insertRows, rowsOf } from "#db";
import { generationRollups, generations, spans } from "#db/schema/observability";
import { rollUp, type RollupRow } from "../../usage/rollup.ts";
import type { TelemetryBatch } from "../telemetry-store.ts";

/** Generations of one statement: its JSON is made in memory, here and in the server. */
const mostGenerations = 1_000;
const mostSpans = 5_000;

/** Each part of a batch in a transaction of its own: a part that is stored is left as it is when the batch is sent again. */
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
  await inTransaction({ db }, async ({ db: tx }) => {
    const calls = insertRows(
      generations,
      part.generations.map(({ projectId, generation, endUserHash = null }) => ({
        projectId,
        ...generation,
        endUserHash,
      })),
    );
    const steps = insertRows(spans, part.spans.map(toRow));
    // One statement for both tables: it is the gateway's hot path, and each one more is a round trip.
    const returned = await tx.execute(
      sql`with steps as (${steps} on conflict do nothing) ${calls} on conflict do nothing returning id`,
    );
    const inserted = new Set(rowsOf<{ id: string }>(returned).map((row) => row.id));
    // Each id once, as the table has it, though a batch may name it twice.
    const fresh = part.generations.filter(({ generation }) => inserted.delete(generation.id));
    await addRollups(tx, rollUp(fresh));
  });
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
async function addRollups(db: Pick<Database, "execute">, rows: RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  const flat = rows.map(({ squares, ...row }) => ({ ...row, ...squares }));
  await db.execute(sql`${insertRows(generationRollups, flat)} ${addToRollups}`);
}
