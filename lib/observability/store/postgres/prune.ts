import { sql } from "drizzle-orm";
import { type Database, inTransaction, rowsOf } from "#db";
import { generations, spans } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";

export function prune(
  db: Database,
  project: ProjectId,
  { beforeDay, limit }: { beforeDay: string; limit: number },
): Promise<number> {
  const before = `${beforeDay}T00:00:00Z`;
  return inTransaction({ db }, async ({ db: tx }) => {
    // The two tables compare trace ids by rules of their own, so the statement names one.
    const calls = await tx.execute(sql`
      with old as (
        delete from ${generations} where id in (
          select id from ${generations} where project_id = ${project} and started_at < ${before}::timestamptz
          order by started_at limit ${limit}
        ) returning id, trace_id
      ), steps as (
        delete from ${spans} using old
        where ${spans.projectId} = ${project} and ${spans.traceId} = old.trace_id collate "C"
          and ${spans.generationId} = old.id
      ) select count(*)::int as gone from old`);
    const steps = await tx.execute(sql`
      with old as (
        select trace_id, span_id from ${spans}
        where project_id = ${project} and generation_id is null and start_us < ${Date.parse(before) * 1_000}::bigint
        order by start_us limit ${limit}
      ), gone as (
        delete from ${spans} using old where ${spans.projectId} = ${project}
          and ${spans.traceId} = old.trace_id and ${spans.spanId} = old.span_id
        returning 1
      ) select count(*)::int as gone from gone`);
    return [calls, steps].reduce((sum, answer) => sum + (rowsOf<{ gone: number }>(answer)[0]?.gone ?? 0), 0);
  });
}
