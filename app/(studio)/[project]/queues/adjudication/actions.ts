"use server";

import { action } from "#app/_action";
import { adjudicateTask, undoAdjudication } from "#lib/review";
import { AdjudicateTaskInput, UndoAdjudicationInput } from "#schema/review";

export const adjudicateTaskAction = action("task.adjudicate")
  .inputSchema(AdjudicateTaskInput)
  .action(({ ctx, parsedInput }) => adjudicateTask(ctx, parsedInput));
export const undoAdjudicationAction = action("adjudication.undo")
  .inputSchema(UndoAdjudicationInput)
  .action(({ ctx, parsedInput }) => undoAdjudication(ctx, parsedInput));
