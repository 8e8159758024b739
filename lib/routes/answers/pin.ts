import { and, eq, sql } from "drizzle-orm";
import { inTransaction } from "#db";
import { cachedAnswers } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { type KeptAnswer, PinAnswerInput } from "../schema.ts";
import { getRouteInProject } from "../routes/internal.ts";
import { holds } from "./holds.ts";
import { findKeptAnswer } from "./read.ts";

/**
 * Pins the kept answer that a generation made, so that it is given whatever its time, or takes the pin off; then its time
 * counts again. A changed route or policy asks a model all the same: the call is another one then. Throws forbidden,
 * not_found where the answer is kept no more.
 */
export async function pinAnswer(ctx: Context, input: PinAnswerInput): Promise<KeptAnswer | null> {
  requirePermission(ctx, "answer.pin");
  const { generationId, isPinned } = PinAnswerInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const isOfCall = and(
      eq(cachedAnswers.projectId, tx.project),
      sql`${cachedAnswers.answer} ->> 'generationId' = ${generationId}`,
      holds(tx),
    );
    const [row] = await tx.db
      .select({ routeId: cachedAnswers.routeId, pinnedAt: cachedAnswers.pinnedAt })
      .from(cachedAnswers)
      .where(isOfCall)
      .for("update");
    if (!row)
      throw new AppError(
        "not_found",
        "No cache keeps the answer of this generation any more. Ask again by its route, and pin what is answered then.",
      );
    if ((row.pinnedAt !== null) !== isPinned) {
      const by = tx.actor.kind === "user" ? tx.actor.id : null;
      await tx.db
        .update(cachedAnswers)
        .set(
          isPinned
            ? { pinnedAt: tx.clock.now(), pinnedBy: by, pinnedByName: tx.actor.name }
            : { pinnedAt: null, pinnedBy: null, pinnedByName: null },
        )
        .where(isOfCall);
      const { name } = await getRouteInProject(tx, row.routeId);
      await appendAudit(tx, {
        action: isPinned ? "answer.pin" : "answer.unpin",
        subject: { type: "route", id: row.routeId, name },
        after: { generationId, isPinned },
      });
    }
    const kept = await findKeptAnswer(tx, { generationId });
    return kept;
  });
}
