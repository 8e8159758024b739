"use server";

import { action } from "#app/_action";
import { archiveQueue, createQueue, updateQueue } from "#lib/review";
import { ArchiveQueueInput, CreateQueueInput, UpdateQueueInput } from "#schema/review";

export const createQueueAction = action("queue.create")
  .inputSchema(CreateQueueInput)
  .action(({ ctx, parsedInput }) => createQueue(ctx, parsedInput));
export const updateQueueAction = action("queue.update")
  .inputSchema(UpdateQueueInput)
  .action(({ ctx, parsedInput }) => updateQueue(ctx, parsedInput));
export const archiveQueueAction = action("queue.archive")
  .inputSchema(ArchiveQueueInput)
  .action(({ ctx, parsedInput }) => archiveQueue(ctx, parsedInput));
