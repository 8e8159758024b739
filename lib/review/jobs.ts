import { reviewWanted, type ReviewWanted } from "#constants/guardrails";
import { type Context, systemContext } from "#lib/identity";
import { defineJob } from "#lib/jobs";
import { isAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { getQueueInProject } from "./queues/internal.ts";
import { addTasks } from "./tasks/add.ts";

/**
 * A call that a policy sends to review becomes a task of each queue it names. A call that is not stored yet is tried
 * again; a queue that is gone or archived is left out, so that the others get theirs.
 */
defineJob<ReviewWanted>({
  name: reviewWanted,
  handler: async ({ data: { projectId, generationId, queueIds }, open }) => {
    const ctx = await systemContext(open.db, projectId);
    for (const queueId of queueIds) {
      if (await takesTasks(ctx, queueId))
        await addTasks(ctx, { queueId, generationIds: [generationId], reason: "flagged" });
      else logger().warn({ queueId }, "a policy names a review queue that takes no tasks");
    }
  },
});

async function takesTasks(ctx: Context, queueId: string): Promise<boolean> {
  try {
    return (await getQueueInProject(ctx, queueId)).archivedAt === null;
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return false;
    throw error;
  }
}
