import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { apiKeys } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { AppError } from "#platform/errors";
import { randomToken, sha256 } from "#platform/crypto";
import { newId } from "#platform/ids";
import { type Context, personOf } from "../context.ts";
import { may, requirePermission } from "../permissions.ts";
import { type Permission, scopeTable } from "../constants.ts";
import { type ApiScope, CreateApiKeyInput } from "../schema.ts";
import { type ApiKey, dayMs, present } from "./internal.ts";

/** Makes an API key, which may do nothing that its maker may not. `secret` is shown once; only its SHA-256 is stored (it holds 256 random bits, so no slow hash is needed). */
export async function createApiKey(
  ctx: Context,
  input: CreateApiKeyInput,
): Promise<ApiKey & { secret: string }> {
  requirePermission(ctx, "api_key.create");
  const { name, scopes, lifeDays, timeoutMs } = CreateApiKeyInput.parse(input);
  refuseWider(ctx, scopes);
  const secret = `vl_${randomToken(32)}`;
  const now = ctx.clock.now();
  const row = {
    id: newId(),
    projectId: ctx.project,
    name,
    scopes,
    prefix: secret.slice(0, 10),
    keyHash: sha256(secret),
    createdBy: personOf(ctx)?.id ?? null,
    expiresAt: await endOf(ctx, lifeDays),
    timeoutMs,
    createdAt: now,
  };
  return inTransaction(ctx, async (tx) => {
    await tx.db.insert(apiKeys).values(row);
    await appendAudit(tx, {
      action: "api_key.create",
      subject: { type: "api_key", id: row.id, name },
      after: { prefix: row.prefix, scopes, expiresAt: row.expiresAt, timeoutMs },
    });
    const ownerName = personOf(ctx)?.name ?? null;
    return { ...present({ ...row, lastUsedAt: null, revokedAt: null }, ownerName), secret };
  });
}

/** When a key of so many days ends: one that a program makes does not outlive the program's own. */
async function endOf(ctx: Context, lifeDays: number | null): Promise<Date | null> {
  const asked = lifeDays === null ? null : new Date(ctx.clock.now().getTime() + lifeDays * dayMs);
  if (ctx.actor.kind !== "api_key") return asked;
  const [own] = await ctx.db
    .select({ expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.projectId, ctx.project), eq(apiKeys.id, ctx.actor.id)));
  const latest = own?.expiresAt ?? null;
  return latest !== null && (asked === null || asked > latest) ? latest : asked;
}

/** Throws forbidden where a scope would let a program do what its maker may not. */
function refuseWider(ctx: Context, scopes: readonly ApiScope[]): void {
  for (const scope of scopes) {
    const missing = (scopeTable[scope] as readonly Permission[]).find((permission) => !may(ctx, permission));
    if (missing)
      throw new AppError(
        "forbidden",
        `The scope "${scope}" needs the permission "${missing}", which you do not have. Ask an owner or admin to make this key.`,
        { details: { scope, permission: missing } },
      );
  }
}
