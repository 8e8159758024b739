import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema/observability";
import type { Database } from "#db";
import type { ProjectId } from "#lib/identity";
import type { UsageFilter } from "../../schema.ts";
import { mostLookedAt } from "../../usage/limits.ts";
import type { Windows } from "../../usage/windows.ts";
import type { Among, Grouping, Quantiles } from "../telemetry-store.ts";
import { callsOf, dimensions } from "./calls.ts";

/** Versions named in a statement; calls of more are found by their time only. */
const mostVersions = 100;
const dayMs = 86_400_000;

// Linear between order statistics: type 7, as `quantile` of #statistics.
const quantileOf = (
  column: typeof generations.latencyMs | typeof generations.timeToFirstTokenMs,
  share: string,
) =>
  sql<number | null>`percentile_cont(${sql.raw(share)}) within group (order by ${column})`.mapWith(
    (value: unknown) => (value === null ? null : Number(value)),
  );
const quantiles = {
  n: count(),
  latencyP50Ms: quantileOf(generations.latencyMs, "0.5"),
  latencyP95Ms: quantileOf(generations.latencyMs, "0.95"),
  timeToFirstTokenP50Ms: quantileOf(generations.timeToFirstTokenMs, "0.5"),
  timeToFirstTokenP95Ms: quantileOf(generations.timeToFirstTokenMs, "0.95"),
};

const groupKeys: Record<Grouping, SQL<string>> = {
  none: sql<string>`'all'`,
  promptVersion: dimensions.promptVersionKey,
  prompt: sql<string>`coalesce(${generations.promptId}::text, '')`,
  model: sql<string>`${generations.provider} || '/' || ${generations.model}`,
  source: dimensions.source,
};

export async function readQuantiles(
  db: Database,
  project: ProjectId,
  { filter, among }: { filter: UsageFilter; among: Among },
): Promise<Quantiles | null> {
  const where = await answeredCalls(db, project, { filter, among });
  if (!where) return null;
  const [row] = await db.select(quantiles).from(generations).where(where);
  return row ?? null;
}

export async function readQuantilesByDay(
  db: Database,
  project: ProjectId,
  {
    filter,
    among,
    groupBy,
    windows,
  }: { filter: UsageFilter; among: Among; groupBy: Grouping; windows: Windows },
): Promise<Map<string, Quantiles>> {
  const where = await answeredCalls(db, project, { filter, among });
  if (!where) return new Map();
  const key = groupKeys[groupBy];
  const rows = await db
    .select({ day: windowEndOf(windows), key, ...quantiles })
    .from(generations)
    .where(where)
    // By place: a window's expression has parameters, and the same with other numbers is another expression.
    .groupBy(sql`1`, sql`2`);
  return new Map(rows.map(({ day, key: of, ...own }) => [`${day} ${of}`, own]));
}

/** `windowEnd`, in SQL. */
function windowEndOf({ days, last }: Windows): SQL<string> {
  const end = sql`${last}::date`;
  const day = sql`(${generations.startedAt} at time zone 'UTC')::date`;
  return sql<string>`to_char(${end} - (${end} - ${day}) / ${days}::int * ${days}::int, 'YYYY-MM-DD')`;
}

export async function countSlower(
  db: Database,
  project: ProjectId,
  { limitMs, ...asked }: { filter: UsageFilter; among: Among; limitMs: number; must: boolean },
): Promise<{ n: number; slower: number } | null> {
  const where = await answeredCalls(db, project, asked);
  if (!where) return null;
  const [row] = await db
    .select({
      n: count(),
      slower: sql<number>`count(*) filter (where ${generations.latencyMs} > ${limitMs})`.mapWith(Number),
    })
    .from(generations)
    .where(where);
  return row ?? { n: 0, slower: 0 };
}

/**
 * Finds the calls behind cells by an index: within the cells' days, and by their versions where each has one. Null where
 * the calls that the index leads past are too many (`must` looks at them all the same).
 */
async function answeredCalls(
  db: Database,
  project: ProjectId,
  { filter, among, must = false }: { filter: UsageFilter; among: Among; must?: boolean },
): Promise<SQL | undefined | null> {
  const days = among.map(({ day }) => day).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const keys = [...new Set(among.map(({ promptVersionKey }) => promptVersionKey))];
  const areVersions =
    keys.every((key) => key !== "" && !key.startsWith("draft:")) && keys.length <= mostVersions;
  if (
    !must &&
    (await countLedPast(db, project, { first, last, keys: areVersions ? keys : null })) > mostLookedAt
  )
    return null;
  const begin = new Date(`${first}T00:00:00Z`);
  const end = new Date(Date.parse(`${last}T00:00:00Z`) + dayMs);
  const span = { from: begin > filter.from ? begin : filter.from, to: end < filter.to ? end : filter.to };
  return and(
    ...callsOf(project, { ...filter, ...span }),
    areVersions ? inArray(generations.promptVersionId, keys) : undefined,
    eq(generations.status, "succeeded"),
    eq(generations.isSimulated, filter.simulated),
  );
}

async function countLedPast(
  db: Database,
  project: ProjectId,
  { first, last, keys }: { first: string; last: string; keys: string[] | null },
): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`coalesce(sum(${generationRollups.count}), 0)`.mapWith(Number) })
    .from(generationRollups)
    .where(
      and(
        eq(generationRollups.projectId, project),
        sql`${generationRollups.day} between ${first} and ${last}`,
        keys ? inArray(generationRollups.promptVersionKey, keys) : undefined,
      ),
    );
  return row?.count ?? 0;
}
