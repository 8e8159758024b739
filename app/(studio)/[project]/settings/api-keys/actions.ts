"use server";

import { action } from "#app/_action";
import { createApiKey, revokeApiKey } from "#lib/identity";
import { CreateApiKeyInput, RevokeApiKeyInput } from "#schema/identity";

export const createApiKeyAction = action("api_key.create")
  .inputSchema(CreateApiKeyInput)
  .action(({ ctx, parsedInput }) => createApiKey(ctx, parsedInput));
export const revokeApiKeyAction = action("api_key.revoke")
  .inputSchema(RevokeApiKeyInput)
  .action(({ ctx, parsedInput }) => revokeApiKey(ctx, parsedInput));
