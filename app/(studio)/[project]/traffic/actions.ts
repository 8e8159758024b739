"use server";

import { action } from "#app/_action";
import { addExampleFromGeneration } from "#lib/datasets";
import { addTasks } from "#lib/review";
import { pinAnswer } from "#lib/routes";
import { AddExampleFromGenerationInput } from "#schema/datasets";
import { AddTasksInput } from "#schema/review";
import { PinAnswerInput } from "#schema/routes";

/** Makes an example of a generation, in a new version of the dataset. */
export const addToDatasetAction = action("dataset.add_example")
  .inputSchema(AddExampleFromGenerationInput)
  .action(({ ctx, parsedInput }) => addExampleFromGeneration(ctx, parsedInput));

/** Puts a generation into a review queue. */
export const sendToReviewAction = action("task.create")
  .inputSchema(AddTasksInput)
  .action(({ ctx, parsedInput }) => addTasks(ctx, parsedInput));

/** Pins the kept answer of a generation, or takes the pin off. */
export const pinAnswerAction = action("answer.pin")
  .inputSchema(PinAnswerInput)
  .action(({ ctx, parsedInput }) => pinAnswer(ctx, parsedInput));
