import type { Context } from "#lib/identity";
import { bookingsOf } from "./bookings.ts";
import { countHere, knownOf } from "./known.ts";
import { type Part, statesOf } from "./parts.ts";
import type { LimitState } from "../schema.ts";

/**
 * Takes what a call wants while the database is away: by what this process last heard and what it let through since. Other
 * processes do the same, so together they may be over by what each of them lets through meanwhile. Gives what had no room.
 */
export function takeHere(ctx: Context, parts: readonly Part[]): { left: Part[]; states: LimitState[] } {
  const left = parts.filter(({ limit, wanted }) => {
    const { used, held } = knownOf(wanted);
    return limit.isHard && used + held + wanted.amount > limit.amount;
  });
  if (left.length > 0) return { left, states: [] };
  for (const { wanted } of parts) {
    const { measure, amount, budgetId, subject, periodStart } = wanted;
    const isAtOnce = measure === "requests";
    countHere(wanted, isAtOnce ? { used: amount, held: 0 } : { used: 0, held: amount });
    if (isAtOnce)
      bookingsOf(ctx).add({
        project: ctx.project,
        budgetId,
        subject,
        periodStart,
        used: amount,
        refused: 0,
        unknown: 0,
      });
  }
  const counters = parts.map(({ wanted }) => {
    const { used, held } = knownOf(wanted);
    return { ...wanted, used, reserved: held };
  });
  return { left, states: statesOf(parts, counters, ctx.clock.now()) };
}
