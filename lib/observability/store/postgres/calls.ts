import { type Column, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import { lastBucket } from "../../histogram.ts";
import { ofEnvironment } from "../../in-scope.ts";
import type { UsageFilter } from "../../schema.ts";

/** The calls of a scope, simulated ones with them. */
export function callsOf(project: ProjectId, filter: Omit<UsageFilter, "simulated">): SQL[] {
  const conditions = [
    eq(generations.projectId, project),
    gte(generations.startedAt, filter.from),
    lt(generations.startedAt, filter.to),
    filter.promptId ? eq(generations.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(generations.promptVersionId, filter.promptVersionId) : undefined,
    filter.model ? eq(generations.model, filter.model) : undefined,
    filter.environment ? ofEnvironment(generations.label, filter.environment) : undefined,
    filter.source ? inArray(generations.source, [filter.source].flat()) : undefined,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** What the calls are added up by, as the rollups name it. */
export const dimensions = {
  day: sql<string>`to_char(${generations.startedAt} at time zone 'UTC', 'YYYY-MM-DD')`,
  promptVersionKey: sql<string>`coalesce(${generations.promptVersionId}::text, 'draft:' || ${generations.promptId}::text, '')`,
  promptId: sql<string | null>`${generations.promptId}`,
  promptPath: sql<string | null>`${generations.promptPath}`,
  promptVersionNumber: sql<number | null>`${generations.promptVersionNumber}`,
  provider: sql<string>`${generations.provider}`,
  model: sql<string>`${generations.model}`,
  environment: sql<string>`coalesce(${generations.label}, '')`,
  source: sql<string>`${generations.source}`,
  isSimulated: sql<boolean>`${generations.isSimulated}`,
};

/** What a mean over calls is taken of; null where it is not known of a call. */
export const measured = {
  cost: generations.costUsd,
  carbon: generations.carbonGrams,
  tokens: sql<number | null>`(${generations.inputTokens} + ${generations.outputTokens})`,
} as const;

/** The bucket of `bucketOf`, in SQL. */
export function bucketOfColumn(column: Column): SQL<number> {
  const bucket = sql`least(${sql.raw(String(lastBucket))}, ceil(ln(${column}) / ln(1.1::double precision) - 1e-9)::int)`;
  return sql<number>`case when ${column} > 1 then ${bucket} else 0 end`;
}
