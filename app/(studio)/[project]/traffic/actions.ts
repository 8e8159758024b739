"use server";

import { z } from "zod";
import { action } from "#app/_action";
import { addExampleFromGeneration } from "#lib/datasets";
import { addTasks } from "#lib/review";
import { AddExampleFromGenerationInput } from "#schema/datasets";

const SendToReviewInput = z.object({ queueId: z.uuid(), generationId: z.uuid() });

/** Makes an example of a generation, in a new version of the dataset. */
export const addToDatasetAction = action("dataset.add_example")
  .inputSchema(AddExampleFromGenerationInput)
  .action(({ ctx, parsedInput }) => addExampleFromGeneration(ctx, parsedInput));

/** Puts a generation into a review queue. */
export const sendToReviewAction = action("task.create")
  .inputSchema(SendToReviewInput)
  .action(({ ctx, parsedInput: { queueId, generationId } }) =>
    addTasks(ctx, { queueId, generationIds: [generationId], reason: "chosen" }),
  );
