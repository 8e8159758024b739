import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Database } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { RouteSpan, RouteSums } from "../telemetry-store.ts";

export async function readRouteFigures(
  db: Database,
  project: ProjectId,
  { routeId, from, to, mostCalls }: RouteSpan & { mostCalls: number },
): Promise<RouteSums> {
  const newest = db
    .select({
      status: generations.status,
      latencyMs: generations.latencyMs,
      costUsd: generations.costUsd,
    })
    .from(generations)
    .where(
      and(
        eq(generations.projectId, project),
        eq(generations.routeId, routeId),
        gte(generations.startedAt, from),
        lt(generations.startedAt, to),
        eq(generations.isSimulated, false),
      ),
    )
    .orderBy(desc(generations.startedAt), desc(generations.id))
    .limit(mostCalls)
    .as("newest");
  const isAnswered = sql`${newest.status} = 'succeeded'`;
  const [row] = await db
    .select({
      calls: sql<number>`count(*)`.mapWith(Number),
      answered: sql<number>`count(*) filter (where ${isAnswered})`.mapWith(Number),
      priced: sql<number>`count(${newest.costUsd}) filter (where ${isAnswered})`.mapWith(Number),
      costUsd: sql<number>`coalesce(sum(${newest.costUsd}) filter (where ${isAnswered}), 0)`.mapWith(Number),
      // Linear between order statistics: type 7, as `quantile` of #statistics.
      latencyP95Ms: sql<
        number | null
      >`percentile_cont(0.95) within group (order by ${newest.latencyMs}) filter (where ${isAnswered})`.mapWith(
        (value: unknown) => (value === null ? null : Number(value)),
      ),
    })
    .from(newest);
  return row ?? { calls: 0, answered: 0, priced: 0, costUsd: 0, latencyP95Ms: null };
}
