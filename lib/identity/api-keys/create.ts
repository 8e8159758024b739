import { inTransaction } from "#db";
import { apiKeys } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { randomToken, sha256 } from "#platform/crypto";
import { newId } from "#platform/ids";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { CreateApiKeyInput } from "../schema.ts";
import { type ApiKey, dayMs, present } from "./internal.ts";

/** Makes an API key. `secret` is shown once; only its SHA-256 is stored (it holds 256 random bits, so no slow hash is needed). */
export async function createApiKey(
  ctx: Context,
  input: CreateApiKeyInput,
): Promise<ApiKey & { secret: string }> {
  requirePermission(ctx, "api_key.create");
  const { name, scopes, lifeDays } = CreateApiKeyInput.parse(input);
  const secret = `vl_${randomToken(32)}`;
  const now = ctx.clock.now();
  const row = {
    id: newId(),
    projectId: ctx.project,
    name,
    scopes,
    prefix: secret.slice(0, 10),
    keyHash: sha256(secret),
    createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    expiresAt: lifeDays === null ? null : new Date(now.getTime() + lifeDays * dayMs),
    createdAt: now,
  };
  return inTransaction(ctx, async (tx) => {
    await tx.db.insert(apiKeys).values(row);
    await appendAudit(tx, {
      action: "api_key.create",
      subject: { type: "api_key", id: row.id, name },
      after: { prefix: row.prefix, scopes, expiresAt: row.expiresAt },
    });
    const ownerName = ctx.actor.kind === "user" ? ctx.actor.name : null;
    return { ...present({ ...row, lastUsedAt: null, revokedAt: null }, ownerName), secret };
  });
}
