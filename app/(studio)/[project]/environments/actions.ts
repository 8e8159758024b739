"use server";

import { action } from "#app/_action";
import { updateGate } from "#lib/releases";
import { UpdateGateInput } from "#schema/releases";

export const updateGateAction = action("environment.update")
  .inputSchema(UpdateGateInput)
  .action(({ ctx, parsedInput }) => updateGate(ctx, parsedInput));
