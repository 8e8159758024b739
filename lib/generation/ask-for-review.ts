import { inTransaction } from "#db";
import { reviewWanted, type ReviewWanted } from "#constants/guardrails";
import { enqueue } from "#lib/jobs";
import { logger } from "#platform/logger";
import type { Answered } from "./call.ts";

/**
 * Says that people should look at a call in which a rule with the action "review" found something. The call is made
 * and recorded by then: that the word did not go out is logged, and fails nothing.
 */
export async function askForReview({ ctx, policies, findings, generationId }: Answered): Promise<void> {
  const wanting = new Set(findings.flatMap(({ action, policyId }) => (action === "review" ? policyId : [])));
  if (wanting.size === 0) return;
  const queueIds = policies.flatMap(({ id, reviewQueueId }) =>
    wanting.has(id) && reviewQueueId !== null ? reviewQueueId : [],
  );
  if (queueIds.length === 0) return;
  const data: ReviewWanted = { projectId: ctx.project, generationId, queueIds };
  try {
    await inTransaction(ctx, (tx) => enqueue<ReviewWanted>(tx, { name: reviewWanted }, data));
  } catch (error) {
    logger().error({ err: error, generationId }, "a call that a policy sends to review was not announced");
  }
}
