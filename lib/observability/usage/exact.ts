import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema/observability";
import type { Context } from "#lib/identity";
import { callsOf, dimensions } from "./calls.ts";
import type { Cell } from "./cells.ts";
import type { Filter } from "./calls.ts";

/** Percentiles of up to this many calls are read from the calls themselves; of more, a histogram is close enough and quick. */
export const exactUpTo = 300;
/** Looking at more calls than this for a few of them takes longer than a page may. */
export const mostLookedAt = 50_000;
const dayMs = 86_400_000;

export type Quantiles = {
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  timeToFirstTokenP50Ms: number | null;
  timeToFirstTokenP95Ms: number | null;
};

// Linear between order statistics: type 7, as `quantile` of #statistics.
const quantileOf = (
  column: typeof generations.latencyMs | typeof generations.timeToFirstTokenMs,
  share: string,
) =>
  sql<number | null>`percentile_cont(${sql.raw(share)}) within group (order by ${column})`.mapWith(
    (value: unknown) => (value === null ? null : Number(value)),
  );
const quantiles = {
  latencyP50Ms: quantileOf(generations.latencyMs, "0.5"),
  latencyP95Ms: quantileOf(generations.latencyMs, "0.95"),
  timeToFirstTokenP50Ms: quantileOf(generations.timeToFirstTokenMs, "0.5"),
  timeToFirstTokenP95Ms: quantileOf(generations.timeToFirstTokenMs, "0.95"),
};

/** What the calls are grouped by, beside their day. */
export type Grouping = "none" | "promptVersion" | "prompt" | "model" | "source";
const groupKeys: Record<Grouping, SQL<string>> = {
  none: sql<string>`'all'`,
  promptVersion: dimensions.promptVersionKey,
  prompt: sql<string>`coalesce(${generations.promptId}::text, '')`,
  model: sql<string>`${generations.provider} || '/' || ${generations.model}`,
  source: dimensions.source,
};

/** The exact percentiles of all these cells together; null where looking them up takes too long. */
export async function exactQuantiles(ctx: Context, filter: Filter, cells: Cell[]): Promise<Quantiles | null> {
  const where = await answeredCalls(ctx, filter, cells);
  if (!where) return null;
  const [row] = await ctx.db.select(quantiles).from(generations).where(where);
  return row ?? null;
}

/** The same by day and group, under `${day} ${key}`. */
export async function exactByDay(
  ctx: Context,
  filter: Filter,
  { cells, groupBy }: { cells: Cell[]; groupBy: Grouping },
): Promise<Map<string, Quantiles>> {
  const where = await answeredCalls(ctx, filter, cells);
  if (!where) return new Map();
  const key = groupKeys[groupBy];
  const rows = await ctx.db
    .select({ day: dimensions.day, key, ...quantiles })
    .from(generations)
    .where(where)
    .groupBy(dimensions.day, ...(groupBy === "none" ? [] : [key]));
  return new Map(rows.map(({ day, key: of, ...own }) => [`${day} ${of}`, own]));
}

/** How many of the calls that succeeded took longer; null where looking at each takes too long. */
export async function exactAbove(
  ctx: Context,
  filter: Filter,
  { cells, limitMs, must }: { cells: Cell[]; limitMs: number; must: boolean },
): Promise<number | null> {
  const where = await answeredCalls(ctx, filter, cells, must);
  if (!where) return null;
  const [row] = await ctx.db
    .select({
      above: sql<number>`count(*) filter (where ${generations.latencyMs} > ${limitMs})`.mapWith(Number),
    })
    .from(generations)
    .where(where);
  return row?.above ?? 0;
}

/**
 * Finds the calls behind cells by an index: within the cells' days, and by their versions where each has one. Null where
 * the calls that the index leads past are too many (`must` looks at them all the same).
 */
async function answeredCalls(
  ctx: Context,
  filter: Filter,
  cells: Cell[],
  must = false,
): Promise<SQL | undefined | null> {
  const days = cells.map(({ day }) => day).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const keys = [...new Set(cells.map(({ promptVersionKey }) => promptVersionKey))];
  const areVersions = keys.every((key) => key !== "" && !key.startsWith("draft:")) && keys.length <= 100;
  if (!must && (await countLedPast(ctx, { first, last, keys: areVersions ? keys : null })) > mostLookedAt)
    return null;
  const begin = new Date(`${first}T00:00:00Z`);
  const end = new Date(Date.parse(`${last}T00:00:00Z`) + dayMs);
  const span = { from: begin > filter.from ? begin : filter.from, to: end < filter.to ? end : filter.to };
  return and(
    ...callsOf(ctx, { ...filter, ...span }),
    areVersions ? inArray(generations.promptVersionId, keys) : undefined,
    eq(generations.status, "succeeded"),
    eq(generations.isSimulated, filter.simulated),
  );
}

async function countLedPast(
  ctx: Context,
  { first, last, keys }: { first: string; last: string; keys: string[] | null },
): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`coalesce(sum(${generationRollups.count}), 0)`.mapWith(Number) })
    .from(generationRollups)
    .where(
      and(
        eq(generationRollups.projectId, ctx.project),
        sql`${generationRollups.day} between ${first} and ${last}`,
        keys ? inArray(generationRollups.promptVersionKey, keys) : undefined,
      ),
    );
  return row?.count ?? 0;
}
