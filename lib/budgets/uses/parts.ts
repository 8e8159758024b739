import type { Context } from "#lib/identity";
import { periodAt } from "../period.ts";
import type { Limit, LimitState } from "../schema.ts";
import type { CounterKey, Wanted } from "./statements.ts";
import { type CallFacts, subjectOf } from "./subject.ts";

/** The most that a call is expected to use; null where nobody knows the price or the emissions. */
export type Estimate = { tokens: number; usd: number | null; grams: number | null };

export type HeldCall = {
  /** The generation's id. */
  callId: string;
  facts: CallFacts;
  /** Null for a call that asks no model: then only requests are counted. */
  estimate: Estimate | null;
  /** When it must be over, whatever becomes of it. */
  endsBy: Date;
};

/** What a call holds of its limits until it is settled. */
export type Hold = {
  callId: string;
  wanted: readonly Wanted[];
  /** False where the database was away and this process counts by itself. */
  isStored: boolean;
  /** How the limits stand with this call. */
  states: readonly LimitState[];
};

/** A limit that a call counts for, and what it takes of it. */
export type Part = { limit: Limit; wanted: Wanted };

/** The limits that a call counts for. What nobody knows is 0 here, and counted as unknown when the call ends. */
export function partsOf(ctx: Context, limits: readonly Limit[], { facts, estimate }: HeldCall): Part[] {
  const now = ctx.clock.now();
  return limits.flatMap((limit) => {
    const { id: budgetId, measure, period } = limit;
    const amount = measure === "requests" ? 1 : estimate && (estimate[measure] ?? 0);
    const subject = amount === null ? null : subjectOf(limit, facts, ctx.project);
    if (amount === null || subject === null) return [];
    return [
      { limit, wanted: { budgetId, subject, periodStart: periodAt(period, now).startsAt, measure, amount } },
    ];
  });
}

/** A limit that takes no call of which nobody knows what it uses. */
export function refusesAsUnknown(
  { measure, isHard, refusesUnknown }: Limit,
  { estimate }: HeldCall,
): boolean {
  return (
    isHard && refusesUnknown && measure !== "requests" && estimate !== null && estimate[measure] === null
  );
}

/** How limits stand with what a call holds of them. */
export function statesOf(
  parts: readonly Part[],
  counters: readonly (CounterKey & { used: number; reserved: number })[],
  now: Date,
): LimitState[] {
  return parts.map(({ limit }, at) => {
    const { id, name, measure, amount, period, isHard, alertShare } = limit;
    const { used = 0, reserved = 0 } = counters[at] ?? {};
    const { endsAt } = periodAt(period, now);
    return { id, name, measure, amount, period, isHard, alertShare, used: used + reserved, endsAt };
  });
}
