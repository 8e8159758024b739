import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { OpenDatabase } from "#db";
import { runs } from "#db/schema/evaluation";
import { systemContext } from "#lib/identity";
import { logger } from "#platform/logger";
import { getRunInProject } from "./internal.ts";
import { readResults } from "./measure.ts";
import { summariseRun } from "./summarise.ts";
import { summaryRules } from "./summary-shape.ts";

/**
 * Works out again what finished runs say whose summary was made by older rules, newest first, from the cases and scores
 * that are still there: what was called met from two cases must not stand beside today's runs. Evidence that a
 * promotion kept stays as it was. Returns how many were renewed.
 */
export async function renewSummaries(open: OpenDatabase, signal?: AbortSignal): Promise<number> {
  const stale = await open.db
    .select({ id: runs.id, projectId: runs.projectId })
    .from(runs)
    .where(
      and(
        isNotNull(runs.finishedAt),
        isNotNull(runs.summary),
        sql`coalesce((${runs.summary} ->> 'rules')::int, 1) < ${summaryRules}`,
      ),
    )
    .orderBy(desc(runs.createdAt));
  let renewed = 0;
  for (const { id, projectId } of stale) {
    if (signal?.aborted) break;
    try {
      const ctx = await systemContext(open.db, projectId);
      const run = await getRunInProject(ctx, id);
      if (run.status !== "succeeded" && run.status !== "failed" && run.status !== "cancelled") continue;
      const summary = summariseRun({
        ...(await readResults(ctx, run)),
        status: run.status,
        durationMs: run.summary?.durationMs ?? null,
      });
      await ctx.db
        .update(runs)
        .set({ summary })
        .where(and(eq(runs.projectId, ctx.project), eq(runs.id, id)));
      renewed += 1;
    } catch (error) {
      logger().warn({ err: error, runId: id }, "the summary of an older run could not be renewed");
    }
  }
  return renewed;
}
