import { sql } from "drizzle-orm";
import { type Database, rowsOf } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";

export async function remove(db: Database, project: ProjectId, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const gone = await db.execute(
    sql`delete from ${generations} where project_id = ${project} and id = any(${sql.param(ids)}::uuid[]) returning 1`,
  );
  return rowsOf(gone).length;
}
