import { and, eq, sql } from "drizzle-orm";
import { rowsOf } from "#db";
import { answerLeases, cachedAnswers } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { CachedAnswer, type FoundAnswer } from "../schema.ts";
import { holds } from "./holds.ts";

/** How long a lease holds that is not renewed: so long does a crash of the process that asks hold others up. */
export const answerLeaseMs = 15_000;

type Lease = { key: string; holder: string };

/**
 * What is there for a call that would be answered by a key: the answer, or whether another call is asking for it now
 * (`busy`), was asking and broke off (`left`), or none is (`free`). One statement, so that an answer which is kept
 * before its lease ends is never overlooked. Throws forbidden.
 */
export async function watchAnswer(
  ctx: Context,
  key: string,
): Promise<{ found: FoundAnswer | null; turn: "free" | "busy" | "left" }> {
  requirePermission(ctx, "generation.create");
  const { answer, createdAt, projectId } = cachedAnswers;
  const [row] = await ctx.db
    .select({ answer, keptAt: createdAt, leasedUntil: answerLeases.expiresAt })
    .from(sql`(select 1) as one`)
    .leftJoin(cachedAnswers, and(eq(projectId, ctx.project), eq(cachedAnswers.key, key), holds(ctx)))
    .leftJoin(answerLeases, and(eq(answerLeases.projectId, ctx.project), eq(answerLeases.key, key)));
  const found =
    row?.answer && row.keptAt ? { answer: CachedAnswer.parse(row.answer), keptAt: row.keptAt } : null;
  if (!row?.leasedUntil) return { found, turn: "free" };
  return { found, turn: row.leasedUntil > ctx.clock.now() ? "busy" : "left" };
}

/**
 * Takes the turn to ask for an answer, for a while; false where another call has it, or the answer came meanwhile. By the
 * processes' own clocks: where they differ by more than a lease, a model is asked twice, and nothing else. Throws forbidden.
 */
export async function takeAnswerLease(ctx: Context, { key, holder }: Lease): Promise<boolean> {
  requirePermission(ctx, "generation.create");
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + answerLeaseMs);
  const kept = ctx.db
    .select({ one: sql`1` })
    .from(cachedAnswers)
    .where(and(eq(cachedAnswers.projectId, ctx.project), eq(cachedAnswers.key, key), holds(ctx)));
  const taken = await ctx.db.execute(sql`
    insert into ${answerLeases} (project_id, key, holder, expires_at)
    select ${ctx.project}::uuid, ${key}::text, ${holder}::uuid, ${expiresAt.toISOString()}::timestamptz
    where not exists ${kept}
    on conflict (project_id, key) do update set holder = excluded.holder, expires_at = excluded.expires_at
    where ${answerLeases.expiresAt} <= ${now.toISOString()}::timestamptz
    returning holder`);
  return rowsOf(taken).length > 0;
}

/** Holds the turn for longer. Throws forbidden. */
export async function renewAnswerLease(ctx: Context, { key, holder }: Lease): Promise<void> {
  requirePermission(ctx, "generation.create");
  await ctx.db
    .update(answerLeases)
    .set({ expiresAt: new Date(ctx.clock.now().getTime() + answerLeaseMs) })
    .where(isLease(ctx, { key, holder }));
}

/**
 * Gives the turn back: for good, so that those who wait find the answer or ask for themselves, or so that the next of
 * them takes it (`isLeft`). Throws forbidden.
 */
export async function endAnswerLease(
  ctx: Context,
  lease: Lease,
  { isLeft }: { isLeft: boolean },
): Promise<void> {
  requirePermission(ctx, "generation.create");
  if (isLeft)
    await ctx.db.update(answerLeases).set({ expiresAt: ctx.clock.now() }).where(isLease(ctx, lease));
  else await ctx.db.delete(answerLeases).where(isLease(ctx, lease));
}

function isLease(ctx: Context, { key, holder }: Lease) {
  return and(
    eq(answerLeases.projectId, ctx.project),
    eq(answerLeases.key, key),
    eq(answerLeases.holder, holder),
  );
}
