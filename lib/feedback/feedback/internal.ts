import { feedback } from "#db/schema/feedback";
import { maskFieldsForRole } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { type Feedback, FeedbackKind } from "../schema.ts";

export const feedbackColumns = {
  id: feedback.id,
  generationId: feedback.generationId,
  promptId: feedback.promptId,
  promptVersionId: feedback.promptVersionId,
  promptPath: feedback.promptPath,
  promptVersionNumber: feedback.promptVersionNumber,
  kind: feedback.kind,
  score: feedback.score,
  comment: feedback.comment,
  endUser: feedback.endUser,
  metadata: feedback.metadata,
  isDemo: feedback.isDemo,
  createdAt: feedback.createdAt,
};

/** Feedback as this actor may read it. */
export function toFeedback(ctx: Context, row: Omit<Feedback, "kind"> & { kind: string }): Feedback {
  const whole = { ...row, kind: FeedbackKind.parse(row.kind) };
  return maskFieldsForRole(ctx, whole, ["comment", "metadata", "endUser"]);
}
