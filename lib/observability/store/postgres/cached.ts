import { and, count, eq, gte, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { alias, type AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { CacheFilter } from "../../schema.ts";
import type { CacheSum } from "../telemetry-store.ts";

/** The call whose answer was given again. */
const made = alias(generations, "made");
const total = (value: SQL | AnyPgColumn) => sql<number>`coalesce(sum(${value}), 0)`.mapWith(Number);
/** Low and high are the figure itself where no range was kept. */
const rangeOf = (bound: typeof made.carbonGramsLow | typeof made.carbonGramsHigh) =>
  sql`case when ${made.carbonGrams} is not null then coalesce(${bound}, ${made.carbonGrams}) end`;
/** Tokens are known where both are. */
const tokens = sql`${made.inputTokens} + ${made.outputTokens}`;
const ofCounted = (part: typeof made.inputTokens | typeof made.outputTokens) =>
  total(sql`case when ${tokens} is not null then ${part} end`);

export async function sumCached(
  db: Database,
  project: ProjectId,
  { routeId, from, to }: CacheFilter,
): Promise<CacheSum[]> {
  const { cacheState, isSimulated } = generations;
  const rows = await db
    .select({
      state: cacheState,
      isSimulated,
      count: count(),
      tokensKnown: sql<number>`count(${tokens})`.mapWith(Number),
      inputTokens: ofCounted(made.inputTokens),
      outputTokens: ofCounted(made.outputTokens),
      costKnown: count(made.costUsd),
      costUsd: total(made.costUsd),
      carbonKnown: count(made.carbonGrams),
      carbonGrams: total(made.carbonGrams),
      carbonGramsLow: total(rangeOf(made.carbonGramsLow)),
      carbonGramsHigh: total(rangeOf(made.carbonGramsHigh)),
    })
    .from(generations)
    .leftJoin(made, and(eq(made.projectId, generations.projectId), eq(made.id, generations.cachedFromId)))
    .where(
      and(
        eq(generations.projectId, project),
        isNotNull(cacheState),
        gte(generations.startedAt, from),
        lt(generations.startedAt, to),
        routeId ? eq(generations.routeId, routeId) : undefined,
      ),
    )
    .groupBy(cacheState, isSimulated);
  return rows.flatMap(({ state, ...row }) => (state === null ? [] : [{ state, ...row }]));
}

export async function countReplays(
  db: Database,
  project: ProjectId,
  ids: readonly string[],
): Promise<{ id: string; count: number }[]> {
  if (ids.length === 0) return [];
  const { cachedFromId } = generations;
  const rows = await db
    .select({ id: cachedFromId, count: count() })
    .from(generations)
    .where(and(eq(generations.projectId, project), sql`${cachedFromId} = any(${sql.param(ids)}::uuid[])`))
    .groupBy(cachedFromId);
  return rows.flatMap(({ id, count: times }) => (id === null ? [] : [{ id, count: times }]));
}
