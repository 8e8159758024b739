import { sql } from "drizzle-orm";
import { type Database, rowsOf } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";

export async function prune(
  db: Database,
  project: ProjectId,
  { beforeDay, limit }: { beforeDay: string; limit: number },
): Promise<number> {
  const gone = await db.execute(sql`
    delete from ${generations} where project_id = ${project} and id in (
      select id from ${generations} where project_id = ${project} and started_at < ${`${beforeDay}T00:00:00Z`}::timestamptz
      order by started_at limit ${limit}
    ) returning 1`);
  return rowsOf(gone).length;
}
