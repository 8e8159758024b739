import { and, desc, eq, isNull } from "drizzle-orm";
import { announceChange, type Database, inTransaction, makeCache } from "#db";
import { apiKeys, projects, users } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { once } from "#platform/runtime";
import { type Context, makeContext } from "./context.ts";
import { requirePermission } from "./permissions.ts";
import { ApiScope, CreateApiKeyInput, RevokeApiKeyInput } from "./schema.ts";

/** A key as the settings page shows it; the key itself is never stored. */
export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiScope[];
  /** Who made it and answers for what it does; null when they are gone. */
  ownerName: string | null;
  /** From then on it opens nothing; null: it does not end by itself. */
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
};

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

/** The project's keys, newest first, without their secrets. */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  requirePermission(ctx, "api_key.read");
  const rows = await ctx.db
    .select({ key: apiKeys, ownerName: users.name, ownerEmail: users.email })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(eq(apiKeys.projectId, ctx.project))
    .orderBy(desc(apiKeys.createdAt));
  return rows.map(({ key, ownerName, ownerEmail }) => present(key, ownerName ?? ownerEmail));
}

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
    await announceChange(tx, "api_keys", "");
    await appendAudit(tx, {
      action: "api_key.revoke",
      subject: { type: "api_key", id: row.id, name: row.name },
      before: { prefix: row.prefix },
    });
    return present(row, null);
  });
}

/** Who answers for an act: the signed-in person, or the one who made the key a program acts with. Null for the studio. */
export async function personBehind(ctx: Context): Promise<string | null> {
  if (ctx.actor.kind !== "api_key") return ctx.actor.id;
  const [row] = await ctx.db
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.projectId, ctx.project), eq(apiKeys.id, ctx.actor.id)));
  return row?.createdBy ?? null;
}

const lastUsedEveryMs = 60_000;
type Known = {
  id: string;
  name: string;
  scopes: ApiScope[];
  organisationId: string;
  projectId: string;
  expiresAt: Date | null;
};
const dayMs = 24 * 60 * 60 * 1000;
const knownKeys = makeCache<Known>("identity.apiKeys", {
  topic: "api_keys",
  maxEntries: 10_000,
  unheardMs: 5_000,
});
const lastUses = () => once("identity.lastUses", () => new Map<string, number>());

/**
 * The context of a program with this key. A found key is remembered until keys change (see makeCache), and its last
 * use is written at most once a minute, so that the gateway's hot path does not wait for the database.
 * Throws unauthenticated.
 */
export async function contextForApiKey(
  db: Database,
  input: { secret: string; requestId?: string },
  clock: Clock = systemClock,
): Promise<Context> {
  const hash = sha256(input.secret);
  const known = await knownKeys.get({ db }, "", hash, () => readKey(db, hash));
  // Asked of the remembered key too: its end comes without anybody changing it.
  if (known.expiresAt && known.expiresAt <= clock.now())
    throw new AppError(
      "unauthenticated",
      `This API key ended on ${known.expiresAt.toISOString().slice(0, 10)}. Make a new one in Settings, API keys.`,
    );
  await noteUse(db, known);
  return makeContext({
    db,
    actor: { kind: "api_key", id: known.id, name: known.name, scopes: known.scopes },
    organisationId: known.organisationId,
    projectId: known.projectId,
    ...(input.requestId ? { requestId: input.requestId } : {}),
  });
}

/** Writes when a key was last used, at most once a minute. */
async function noteUse(db: Database, { id, projectId }: Known): Promise<void> {
  const now = systemClock.now().getTime();
  const uses = lastUses();
  if (now - (uses.get(id) ?? 0) <= lastUsedEveryMs) return;
  if (uses.size > 10_000) uses.clear();
  uses.set(id, now);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: new Date(now) })
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id)));
}

async function readKey(db: Database, hash: string): Promise<Known> {
  const [row] = await db
    .select({ key: apiKeys, organisationId: projects.organisationId })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .where(and(eq(apiKeys.keyHash, hash), isNull(apiKeys.revokedAt)));
  if (!row)
    throw new AppError(
      "unauthenticated",
      "This API key is not known or was revoked. Keys begin with vl_ and are made in Settings, API keys.",
    );
  const { id, name, scopes, projectId } = row.key;
  return {
    id,
    name,
    scopes: ApiScope.array().parse(scopes),
    organisationId: row.organisationId,
    projectId,
    expiresAt: row.key.expiresAt,
  };
}

type KeyRow = Omit<ApiKey, "scopes" | "ownerName"> & { scopes: string[] };

function present(row: KeyRow, ownerName: string | null): ApiKey {
  const { id, name, prefix, scopes, expiresAt, lastUsedAt, revokedAt, createdAt } = row;
  return {
    id,
    name,
    prefix,
    scopes: ApiScope.array().parse(scopes),
    ownerName,
    expiresAt,
    lastUsedAt,
    revokedAt,
    createdAt,
  };
}
