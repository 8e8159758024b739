"use server";

import { action } from "#app/_action";
import { saveRejectReasons } from "#lib/review";
import { SaveRejectReasonsInput } from "#schema/review";

export const saveRejectReasonsAction = action("reject_reasons.update")
  .inputSchema(SaveRejectReasonsInput)
  .action(({ ctx, parsedInput }) => saveRejectReasons(ctx, parsedInput));
