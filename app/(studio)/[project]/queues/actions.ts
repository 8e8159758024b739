"use server";

import { action } from "#app/_action";
import {
  archiveQueue,
  claimTask,
  createQueue,
  decideTask,
  skipTask,
  undoDecision,
  updateQueue,
} from "#lib/review";
import {
  ArchiveQueueInput,
  CreateQueueInput,
  DecideTaskInput,
  TaskInput,
  UndoDecisionInput,
  UpdateQueueInput,
} from "#schema/review";

export const createQueueAction = action("queue.create")
  .inputSchema(CreateQueueInput)
  .action(({ ctx, parsedInput }) => createQueue(ctx, parsedInput));
export const updateQueueAction = action("queue.update")
  .inputSchema(UpdateQueueInput)
  .action(({ ctx, parsedInput }) => updateQueue(ctx, parsedInput));
export const archiveQueueAction = action("queue.archive")
  .inputSchema(ArchiveQueueInput)
  .action(({ ctx, parsedInput }) => archiveQueue(ctx, parsedInput));
export const claimTaskAction = action("task.claim")
  .inputSchema(TaskInput)
  .action(({ ctx, parsedInput }) => claimTask(ctx, parsedInput));
export const decideTaskAction = action("task.decide")
  .inputSchema(DecideTaskInput)
  .action(({ ctx, parsedInput }) => decideTask(ctx, parsedInput));
export const skipTaskAction = action("task.skip")
  .inputSchema(TaskInput)
  .action(({ ctx, parsedInput }) => skipTask(ctx, parsedInput));
export const undoDecisionAction = action("decision.undo")
  .inputSchema(UndoDecisionInput)
  .action(({ ctx, parsedInput }) => undoDecision(ctx, parsedInput));
