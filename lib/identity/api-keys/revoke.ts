import { and, eq, isNull } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { apiKeys } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { RevokeApiKeyInput } from "../schema.ts";
import { type ApiKey, present } from "./internal.ts";

/** Ends a key: at once in this process, in others as soon as they hear of it (five seconds if they cannot). Throws not_found. */
export async function revokeApiKey(ctx: Context, input: RevokeApiKeyInput): Promise<ApiKey> {
  requirePermission(ctx, "api_key.revoke");
  const { apiKeyId } = RevokeApiKeyInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(apiKeys)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(apiKeys.projectId, ctx.project), eq(apiKeys.id, apiKeyId), isNull(apiKeys.revokedAt)))
      .returning();
    if (!row) throw new NotFound("API key", { next: "It may be revoked already." });
    await publishInvalidation(tx, "api_keys", "");
    await appendAudit(tx, {
      action: "api_key.revoke",
      subject: { type: "api_key", id: row.id, name: row.name },
      before: { prefix: row.prefix },
    });
    return present(row, null);
  });
}
