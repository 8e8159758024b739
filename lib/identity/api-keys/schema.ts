import { z } from "zod";
import { apiScopes } from "../constants.ts";

export const ApiScope = z.enum(apiScopes);
export type ApiScope = z.infer<typeof ApiScope>;

export const CreateApiKeyInput = z.object({
  name: z.string().trim().min(1, "Name the program that will use this key.").max(100),
  scopes: z.array(ApiScope).min(1, "Choose at least one scope."),
  /** After how many days it ends by itself; null: not. */
  lifeDays: z.number().int().min(1).max(3_650).nullable().default(null),
  /** The most that a call with it may take, in milliseconds; null: what the call and its route say. */
  timeoutMs: z.number().int().min(100).max(3_600_000).nullable().default(null),
});
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

export const RevokeApiKeyInput = z.object({ apiKeyId: z.uuid() });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;
