"use server";

import { action } from "#app/_action";
import { cancelRun, startRuns } from "#lib/evaluation";
import { addTasks } from "#lib/review";
import { RunInput, StartRunsInput } from "#schema/evaluation";
import { AddTasksInput } from "#schema/review";

export const startRunsAction = action("run.start")
  .inputSchema(StartRunsInput)
  .action(({ ctx, parsedInput }) => startRuns(ctx, parsedInput));
export const cancelRunAction = action("run.cancel")
  .inputSchema(RunInput)
  .action(({ ctx, parsedInput }) => cancelRun(ctx, parsedInput));
export const sendToReviewAction = action("task.create")
  .inputSchema(AddTasksInput)
  .action(({ ctx, parsedInput }) => addTasks(ctx, parsedInput));
