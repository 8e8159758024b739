import { feedback } from "#db/schema/feedback";
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

export function toFeedback(row: Omit<Feedback, "kind"> & { kind: string }): Feedback {
  return { ...row, kind: FeedbackKind.parse(row.kind) };
}
