import { and, eq, isNull } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { type Database, makeCache } from "#db";
import { apiKeys, members, projectRoles, projects, users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { type Context, makeContext, type Person } from "../context.ts";
import { roleMay } from "../permissions.ts";
import { ApiScope, ProjectRole } from "../schema.ts";

const lastUsedEveryMs = 60_000;

type Known = {
  id: string;
  name: string;
  scopes: ApiScope[];
  organisationId: string;
  projectId: string;
  expiresAt: Date | null;
  timeoutMs: number | null;
  isMasked: boolean;
  maker: Person | null;
};

const knownKeys = makeCache<Known>("identity.apiKeys", {
  topic: "api_keys",
  maxEntries: 10_000,
  unsubscribedMs: 5_000,
});

const lastUses = () => once("identity.lastUses", () => new LRUCache<string, number>({ max: 10_000 }));

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
  // Nobody waits for it: a call goes on while the database is away.
  if (isUseDue(known))
    void noteUse(db, known).catch((error: unknown) =>
      logger().warn({ err: error, apiKeyId: known.id }, "the last use of an API key was not written"),
    );
  const { id, name, scopes, timeoutMs } = known;
  return makeContext({
    db,
    actor: {
      kind: "api_key",
      id,
      name,
      scopes,
      ...(timeoutMs === null ? {} : { timeoutMs }),
      ...(known.isMasked ? { isMasked: true } : {}),
      ...(known.maker ? { maker: known.maker } : {}),
    },
    organisationId: known.organisationId,
    projectId: known.projectId,
    ...(input.requestId ? { requestId: input.requestId } : {}),
  });
}

const isUseDue = ({ id }: Known) => systemClock.now().getTime() - (lastUses().get(id) ?? 0) > lastUsedEveryMs;

/** Writes when a key was last used. */
async function noteUse(db: Database, { id, projectId }: Known): Promise<void> {
  const now = systemClock.now().getTime();
  lastUses().set(id, now);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: new Date(now) })
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id)));
}

async function readKey(db: Database, hash: string): Promise<Known> {
  const [row] = await db
    .select({
      key: apiKeys,
      organisationId: projects.organisationId,
      organisationRole: members.role,
      projectRole: projectRoles.role,
      makerName: users.name,
      makerEmail: users.email,
    })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .leftJoin(
      members,
      and(eq(members.organisationId, projects.organisationId), eq(members.userId, apiKeys.createdBy)),
    )
    .leftJoin(
      projectRoles,
      and(eq(projectRoles.projectId, apiKeys.projectId), eq(projectRoles.userId, apiKeys.createdBy)),
    )
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
    timeoutMs: row.key.timeoutMs,
    ...makerOf(row),
  };
}

type KeyRow = {
  key: { createdBy: string | null };
  organisationRole: string | null;
  projectRole: string | null;
  makerName: string | null;
  makerEmail: string | null;
};

/** Who made the key, and whether they may no longer read personal data. What the studio made reads as the studio does. */
function makerOf({ key, organisationRole, projectRole, makerName, makerEmail }: KeyRow) {
  const role = ProjectRole.parse(projectRole ?? organisationRole ?? "none");
  if (key.createdBy === null) return { maker: null, isMasked: false };
  if (role === "none") return { maker: null, isMasked: true };
  const maker = { id: key.createdBy, name: makerName ?? makerEmail ?? "somebody", role };
  return { maker, isMasked: !roleMay(role, "pii.read") };
}
