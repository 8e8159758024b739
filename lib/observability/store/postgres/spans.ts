import { and, eq } from "drizzle-orm";
import type { Database } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { Span } from "../../schema.ts";

export async function readSpans(
  db: Database,
  project: ProjectId,
  { traceId, limit }: { traceId: string; limit: number },
): Promise<Span[]> {
  const rows = await db
    .select({ generationId: generations.id, spans: generations.spans })
    .from(generations)
    .where(and(eq(generations.projectId, project), eq(generations.traceId, traceId)))
    .limit(limit);
  return rows.flatMap(({ generationId, spans }) =>
    (spans ?? []).map((span) => ({
      ...span,
      traceId,
      generationId,
      // Written only by `write`, from a Span.
      kind: span.kind as Span["kind"],
      startedAt: new Date(span.startedAt),
    })),
  );
}
