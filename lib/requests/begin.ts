import { and, eq, lte, type SQL } from "drizzle-orm";
import { keyedRequests } from "#db/schema/requests";
import type { Context } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { decryptSecret, encryptSecret, sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { BeginRequestInput, type BegunRequest, KeptAnswer } from "./schema.ts";

const keptMs = 24 * 3_600_000;
/** So long a process may be silent about a request it answers; one that was killed holds it no longer. */
export const leaseMs = 30_000;
/** An answer of a call usually comes within seconds. */
const askAgainMs = 1_000;
/** A longer answer is given, and not kept: its request runs again. */
const mostCharacters = 8_000_000;

type Row = typeof keyedRequests.$inferSelect;

/**
 * Takes a request that names itself by a key: the first of them is to be answered and its answer kept for 24 hours, a
 * later one with the same body gets that answer. Throws conflict while the first is being answered, key_reused for
 * another body, invalid_input. Whoever asks has checked what the request itself needs.
 */
export async function beginRequest(ctx: Context, input: BeginRequestInput): Promise<BegunRequest> {
  const { key, request } = BeginRequestInput.parse(input);
  const id = { projectId: ctx.project, actorId: ctx.actor.id ?? ctx.actor.kind, keyHash: sha256(key) };
  const requestHash = contentHash(request);
  const now = ctx.clock.now();
  const own = {
    requestHash,
    answer: null,
    generationId: null,
    lockedUntil: leaseFrom(now),
    createdAt: now,
    expiresAt: new Date(now.getTime() + keptMs),
  };
  const [first] = await ctx.db
    .insert(keyedRequests)
    .values({ ...id, ...own })
    .onConflictDoNothing()
    .returning();
  if (first) return answering(ctx, first);
  const [known] = await ctx.db.select().from(keyedRequests).where(at(id));
  // Gone between the two looks: whoever had it failed.
  if (!known) throw inFlight();
  const isOver = known.expiresAt <= now || (known.answer === null && known.lockedUntil <= now);
  if (isOver) {
    const [taken] = await ctx.db
      .update(keyedRequests)
      .set(own)
      .where(and(at(id), eq(keyedRequests.lockedUntil, known.lockedUntil)))
      .returning();
    if (taken) return answering(ctx, taken);
    throw inFlight();
  }
  if (known.requestHash !== requestHash)
    throw new AppError(
      "key_reused",
      "This Idempotency-Key was used with another request. Write a new key for each request, and the same one only to repeat it.",
    );
  if (known.answer === null) throw inFlight();
  return { kind: "again", answer: KeptAnswer.parse(JSON.parse(decryptSecret(known.answer))) };
}

const leaseFrom = (now: Date) => new Date(now.getTime() + leaseMs);

function answering(ctx: Context, row: Row): BegunRequest {
  let { lockedUntil } = row;
  let renewing: Promise<void> | null = null;
  // Only while nobody else has taken it over.
  const own = () => and(at(row), eq(keyedRequests.lockedUntil, lockedUntil));
  const settled = async () => renewing?.catch(() => undefined);
  const forget = async () => {
    await settled();
    await ctx.db.delete(keyedRequests).where(own());
  };
  const renewed = async () => {
    const until = leaseFrom(ctx.clock.now());
    const [held] = await ctx.db
      .update(keyedRequests)
      .set({ lockedUntil: until })
      .where(own())
      .returning({ lockedUntil: keyedRequests.lockedUntil });
    if (held) ({ lockedUntil } = held);
  };
  return {
    kind: "first",
    renew: async () => {
      renewing = settled().then(renewed);
      await renewing;
    },
    forget,
    keep: async (answer) => {
      if (answer.text.length > mostCharacters) return forget();
      await settled();
      await ctx.db
        .update(keyedRequests)
        .set({ answer: encryptSecret(JSON.stringify(answer)), generationId: answer.generationId })
        .where(own());
    },
  };
}

function at({
  projectId,
  actorId,
  keyHash,
}: Pick<Row, "projectId" | "actorId" | "keyHash">): SQL | undefined {
  return and(
    eq(keyedRequests.projectId, projectId),
    eq(keyedRequests.actorId, actorId),
    eq(keyedRequests.keyHash, keyHash),
  );
}

function inFlight(): AppError {
  return new AppError(
    "conflict",
    "A request with this Idempotency-Key is being answered now. Wait a second and send it again.",
    { details: { retryAfterMs: askAgainMs } },
  );
}

/** Removes what is over, of every project. */
export async function dropOldRequests(db: Context["db"], now: Date): Promise<void> {
  await db.delete(keyedRequests).where(lte(keyedRequests.expiresAt, now));
}
