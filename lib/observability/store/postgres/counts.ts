import { and, count, eq, gte, sql } from "drizzle-orm";
import type { Database } from "#db";
import { generationRollups, generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { GenerationSource } from "../../sources.ts";
import type { ScopeCount, UsageFilter } from "../../schema.ts";
import type { SpanFilter } from "../telemetry-store.ts";
import { callsOf, dimensions } from "./calls.ts";
import { partsOf, rollupsOf } from "./cells.ts";

const calls = sql<number>`sum(${generationRollups.count})`.mapWith(Number);

/** Whole days from the rollups, the rest of the span from the calls, both added up in the database. */
export async function countByVersion(
  db: Database,
  project: ProjectId,
  filter: UsageFilter,
): Promise<{ key: string; count: number }[]> {
  const { days, edges } = partsOf(filter);
  const { promptVersionKey: key, isSimulated } = generationRollups;
  const rows = days
    ? await db
        .select({ key, count: calls })
        .from(generationRollups)
        .where(and(rollupsOf(project, filter, days), eq(isSimulated, filter.simulated)))
        .groupBy(key)
    : [];
  for (const edge of edges) {
    const ofEdge = await db
      .select({ key: sql<string>`coalesce(${generations.promptVersionId}::text, '')`, count: count() })
      .from(generations)
      .where(and(...callsOf(project, { ...filter, ...edge }), eq(generations.isSimulated, filter.simulated)))
      .groupBy(generations.promptVersionId);
    rows.push(...ofEdge);
  }
  return rows;
}

export async function countByScope(
  db: Database,
  project: ProjectId,
  filter: SpanFilter,
): Promise<ScopeCount[]> {
  const { days, edges } = partsOf(filter);
  const ofDays = generationRollups;
  const rows = days
    ? await db
        .select({
          environment: ofDays.environment,
          source: ofDays.source,
          isSimulated: ofDays.isSimulated,
          count: calls,
        })
        .from(generationRollups)
        .where(rollupsOf(project, filter, days))
        .groupBy(ofDays.environment, ofDays.source, ofDays.isSimulated)
    : [];
  const { environment, source, isSimulated } = dimensions;
  for (const edge of edges) {
    const ofEdge = await db
      .select({ environment, source, isSimulated, count: count() })
      .from(generations)
      .where(and(...callsOf(project, { ...filter, ...edge })))
      .groupBy(environment, source, isSimulated);
    rows.push(...ofEdge);
  }
  return rows.map((row) => ({
    ...row,
    environment: row.environment === "" ? null : row.environment,
    // The database holds what `write` was given.
    source: row.source as GenerationSource,
  }));
}

export async function listModels(db: Database, project: ProjectId, sinceDay: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ model: generationRollups.model })
    .from(generationRollups)
    .where(and(eq(generationRollups.projectId, project), gte(generationRollups.day, sinceDay)));
  return rows.map(({ model }) => model);
}
