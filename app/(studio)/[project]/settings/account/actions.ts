"use server";

import { z } from "zod";
import { action } from "#app/_action";
import {
  changePassword,
  confirmSecondFactor,
  revokeSession,
  startSecondFactor,
  turnOffSecondFactor,
} from "#lib/identity";
import { ChangePasswordInput, RevokeSessionInput, SecondFactorInput } from "#schema/identity";

export const changePasswordAction = action("user.change_password")
  .inputSchema(ChangePasswordInput)
  .action(({ ctx, parsedInput }) => changePassword(ctx, parsedInput));
export const startSecondFactorAction = action("user.start_second_factor")
  .inputSchema(z.looseObject({}))
  .action(({ ctx }) => startSecondFactor(ctx));
export const confirmSecondFactorAction = action("user.turn_on_second_factor")
  .inputSchema(SecondFactorInput)
  .action(({ ctx, parsedInput }) => confirmSecondFactor(ctx, parsedInput));
export const turnOffSecondFactorAction = action("user.turn_off_second_factor")
  .inputSchema(SecondFactorInput)
  .action(({ ctx, parsedInput }) => turnOffSecondFactor(ctx, parsedInput));
export const revokeSessionAction = action("session.revoke")
  .inputSchema(RevokeSessionInput)
  .action(({ ctx, parsedInput }) => revokeSession(ctx, parsedInput));
