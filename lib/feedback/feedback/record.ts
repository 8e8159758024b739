import { inTransaction } from "#db";
import { feedback } from "#db/schema/feedback";
import { appendAudit } from "#lib/audit";
import { endUserHash } from "#lib/governance";
import { redactForStorage } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { attributionOfGeneration } from "../attribution.ts";
import { type Feedback, RecordFeedbackInput } from "../schema.ts";
import { feedbackColumns, toFeedback } from "./internal.ts";

/**
 * Keeps what an end user said or did about a generation, booked on the prompt version that made it. Comment,
 * metadata and the end user's name are redacted as the policies say before they are stored. Throws not_found (the generation), forbidden, invalid_input.
 */
export async function recordFeedback(ctx: Context, input: RecordFeedbackInput): Promise<Feedback> {
  requirePermission(ctx, "feedback.create");
  const parsed = RecordFeedbackInput.parse(input);
  // Outside the transaction: the writer it may wait for needs the connection, and PGlite has one.
  const attribution = await attributionOfGeneration(ctx, parsed.generationId);
  const { value: texts } = await redactForStorage(ctx, {
    comment: parsed.comment,
    metadata: parsed.metadata,
    // Callers send what they call their user, and that may be an address.
    endUser: parsed.endUser,
  });
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const [row] = await tx.db
      .insert(feedback)
      .values({
        ...parsed,
        ...texts,
        ...attribution,
        // Of who says it, which need not be whose call it is.
        endUserHash: endUserHash(tx.project, parsed.endUser),
        id: newId(now),
        projectId: tx.project,
        createdAt: now,
      })
      .returning(feedbackColumns);
    if (!row) throw new AppError("internal", "The feedback could not be kept; send it again.");
    await appendAudit(tx, {
      action: "feedback.create",
      subject: { type: "generation", id: parsed.generationId, name: attribution.promptPath ?? "generation" },
      after: { feedbackId: row.id, kind: row.kind, score: row.score, promptVersionId: row.promptVersionId },
    });
    return toFeedback(tx, row);
  });
}
