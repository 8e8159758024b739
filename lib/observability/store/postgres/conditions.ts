import { eq, gt, gte, ilike, inArray, isNotNull, lt, or, SQL, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { generations } from "#db/schema/observability";
import { ofEnvironment } from "../../in-scope.ts";
import type { GenerationFilter } from "../../schema.ts";
import { readingsOf } from "../metadata-pair.ts";
import { measured } from "./calls.ts";

/** What every generation that a filter lets through fulfils. */
export function conditionsOf(filter: GenerationFilter): SQL[] {
  const found: (SQL | undefined | "" | false)[] = [
    filter.promptId && eq(generations.promptId, filter.promptId),
    filter.promptPath && eq(generations.promptPath, filter.promptPath),
    filter.promptVersionId && eq(generations.promptVersionId, filter.promptVersionId),
    filter.model && eq(generations.model, filter.model),
    filter.connectionId && eq(generations.connectionId, filter.connectionId),
    filter.environment && ofEnvironment(generations.label, filter.environment),
    filter.source && inArray(generations.source, [filter.source].flat()),
    filter.status && eq(generations.status, filter.status),
    filter.runId && eq(generations.runId, filter.runId),
    filter.traceId && eq(generations.traceId, filter.traceId),
    filter.from && gte(generations.startedAt, filter.from),
    filter.to && lt(generations.startedAt, filter.to),
    filter.overMs !== undefined && gt(generations.latencyMs, filter.overMs),
    filter.known && isNotNull(measured[filter.known]),
    filter.simulated !== undefined && eq(generations.isSimulated, filter.simulated),
    filter.endUserHash && eq(generations.endUserHash, filter.endUserHash),
    filter.text && matches(filter.text),
    ...(filter.metadata ?? []).map(carries),
  ];
  return found.filter((condition) => condition instanceof SQL);
}

function matches(text: string): SQL | undefined {
  const pattern = `%${escapeLike(text)}%`;
  return or(
    ilike(generations.output, pattern),
    ilike(generations.promptPath, pattern),
    sql`${generations.input}::text ilike ${pattern}`,
  );
}

/** The pair goes to the database as a value, never as a part of the statement. */
function carries(pair: string): SQL | undefined {
  return or(
    ...readingsOf(pair).map(
      ([key, value]) => sql`${generations.metadata} @> ${JSON.stringify({ [key]: value })}::jsonb`,
    ),
  );
}
