import { and, eq, lte, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { budgetReservations } from "#db/schema/budgets";
import { asStudio, type Context } from "#lib/identity";
import { getGenerations } from "#lib/observability";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { bookingsOf } from "./bookings.ts";
import { spentOf } from "./settle.ts";
import { settleCalls } from "./statements.ts";

/** The log of a killed process is stored within minutes (docs/decisions/0035); a call that has no record then was never answered. */
const unrecordedAfterMs = 15 * 60_000;
const mostAtOnce = 500;
const everyMs = 5_000;

/**
 * Settles reservations whose calls must be over: what a killed process left. Those of recorded calls by what was recorded,
 * those of which nothing is recorded a quarter of an hour later with nothing, as no figure of theirs is anywhere else either.
 */
export async function sweepExpired(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const { projectId, callId, expiresAt } = budgetReservations;
  const rows = await ctx.db
    .select({ callId, expiresAt: sql<Date>`min(${expiresAt})`.mapWith(expiresAt) })
    .from(budgetReservations)
    .where(and(eq(projectId, ctx.project), lte(expiresAt, now)))
    .groupBy(callId)
    .orderBy(sql`min(${expiresAt})`)
    .limit(mostAtOnce);
  if (rows.length === 0) return 0;
  const recorded = await getGenerations(asStudio(ctx), { ids: rows.map((row) => row.callId) });
  const byId = new Map(recorded.map((call) => [call.id, call]));
  const settlements = rows.flatMap((row) => {
    const call = byId.get(row.callId);
    const isLost = now.getTime() - row.expiresAt.getTime() >= unrecordedAfterMs;
    if (!call && !isLost) return [];
    const spent = call ? spentOf(call) : { tokens: 0, usd: 0, grams: 0 };
    return [{ project: ctx.project, callId: row.callId, ...spent }];
  });
  if (settlements.length > 0) bookingsOf(ctx).heard(await settleCalls(ctx.db, settlements));
  return settlements.length;
}

const lately = () => once("budgets.swept", () => new LRUCache<string, true>({ max: 10_000, ttl: everyMs }));

/** The same, at most every few seconds, and never a reason for a call to fail. */
export async function sweepNow(ctx: Context): Promise<void> {
  if (lately().has(ctx.project)) return;
  lately().set(ctx.project, true);
  await sweepExpired(ctx).catch((error: unknown) =>
    logger().warn({ err: error }, "reservations of limits that are over were not settled"),
  );
}
