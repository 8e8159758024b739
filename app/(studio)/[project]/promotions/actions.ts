"use server";

import { action } from "#app/_action";
import {
  approvePromotion,
  completePromotion,
  rejectPromotion,
  requestPromotion,
  rollback,
  withdrawPromotion,
} from "#lib/releases";
import {
  DecidePromotionInput,
  PromotionInput,
  RejectPromotionInput,
  RequestPromotionInput,
  RollbackInput,
} from "#schema/releases";

export const requestPromotionAction = action("promotion.request")
  .inputSchema(RequestPromotionInput)
  .action(({ ctx, parsedInput }) => requestPromotion(ctx, parsedInput));
export const approvePromotionAction = action("promotion.approve")
  .inputSchema(DecidePromotionInput)
  .action(({ ctx, parsedInput }) => approvePromotion(ctx, parsedInput));
export const rejectPromotionAction = action("promotion.reject")
  .inputSchema(RejectPromotionInput)
  .action(({ ctx, parsedInput }) => rejectPromotion(ctx, parsedInput));
export const completePromotionAction = action("promotion.complete")
  .inputSchema(PromotionInput)
  .action(({ ctx, parsedInput }) => completePromotion(ctx, parsedInput));
export const withdrawPromotionAction = action("promotion.withdraw")
  .inputSchema(PromotionInput)
  .action(({ ctx, parsedInput }) => withdrawPromotion(ctx, parsedInput));
export const rollbackAction = action("promotion.rollback")
  .inputSchema(RollbackInput)
  .action(({ ctx, parsedInput }) => rollback(ctx, parsedInput));
