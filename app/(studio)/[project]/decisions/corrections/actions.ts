"use server";

import { action } from "#app/_action";
import { acceptCorrection, declineCorrection } from "#lib/review";
import { AcceptCorrectionInput, DeclineCorrectionInput } from "#schema/review";

export const acceptCorrectionAction = action("correction.accept")
  .inputSchema(AcceptCorrectionInput)
  .action(({ ctx, parsedInput }) => acceptCorrection(ctx, parsedInput));
export const declineCorrectionAction = action("correction.decline")
  .inputSchema(DeclineCorrectionInput)
  .action(({ ctx, parsedInput }) => declineCorrection(ctx, parsedInput));
