import { sql } from "drizzle-orm";
import { type Database, inTransaction, rowsOf } from "#db";
import { generations, spans } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";

export function remove(db: Database, project: ProjectId, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return Promise.resolve(0);
  return inTransaction({ db }, async ({ db: tx }) => {
    // The two tables compare trace ids by rules of their own, so the statement names one.
    const gone = await tx.execute(sql`
      with old as (
        delete from ${generations} where project_id = ${project} and id = any(${sql.param(ids)}::uuid[])
        returning id, trace_id
      ), steps as (
        delete from ${spans} using old
        where ${spans.projectId} = ${project} and ${spans.traceId} = old.trace_id collate "C"
          and ${spans.generationId} = old.id
      ) select id from old`);
    return rowsOf(gone).length;
  });
}
