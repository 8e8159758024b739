import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { cachedAnswers } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { ForgetAnswersInput } from "../schema.ts";
import { getRouteInProject } from "../routes/internal.ts";

/**
 * Forgets all answers a route would give again, in every process at once, and says how many there were. Throws
 * forbidden, not_found.
 */
export async function forgetAnswers(ctx: Context, input: ForgetAnswersInput): Promise<{ forgotten: number }> {
  requirePermission(ctx, "route.update");
  const { routeId } = ForgetAnswersInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { name } = await getRouteInProject(tx, routeId);
    const gone = await tx.db
      .delete(cachedAnswers)
      .where(and(eq(cachedAnswers.projectId, tx.project), eq(cachedAnswers.routeId, routeId)))
      .returning({ key: cachedAnswers.key });
    await appendAudit(tx, {
      action: "route.forget_answers",
      subject: { type: "route", id: routeId, name },
      after: { forgotten: gone.length },
    });
    return { forgotten: gone.length };
  });
}
