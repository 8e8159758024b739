import { and, eq, getTableColumns } from "drizzle-orm";
import type { Database } from "#db";
import { spans } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { Span } from "../../schema.ts";

const { projectId: _projectId, ...columns } = getTableColumns(spans);

export async function readSpans(
  db: Database,
  project: ProjectId,
  { traceId, limit }: { traceId: string; limit: number },
): Promise<Span[]> {
  const rows = await db
    .select(columns)
    .from(spans)
    .where(and(eq(spans.projectId, project), eq(spans.traceId, traceId)))
    .limit(limit);
  // The table holds what `write` was given: its texts are members of our unions, its JSON has our shapes.
  return rows.map((row) => ({ ...row, events: row.events ?? [] }) as Span);
}
