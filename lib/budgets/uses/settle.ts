import type { Context } from "#lib/identity";
import type { Generation } from "#schema/observability";
import { bookingsOf } from "./bookings.ts";
import { countHere } from "./known.ts";
import type { Hold } from "./parts.ts";
import type { Spent } from "./statements.ts";

type Recorded = Pick<
  Generation,
  "status" | "inputTokens" | "outputTokens" | "costUsd" | "carbonGrams" | "isSimulated" | "cachedFromId"
>;

/**
 * What a recorded call used. A cached or simulated one cost nothing; a failure or a stop before the first token used nothing;
 * anything else of which no figure is known is unknown, never 0. Pure.
 */
export function spentOf(call: Recorded): Spent {
  const { inputTokens, outputTokens } = call;
  const hasTokens = inputTokens !== null || outputTokens !== null;
  if (call.cachedFromId !== null || (!hasTokens && call.status !== "succeeded"))
    return { tokens: 0, usd: 0, grams: 0 };
  const tokens = hasTokens ? (inputTokens ?? 0) + (outputTokens ?? 0) : null;
  if (call.isSimulated) return { tokens, usd: 0, grams: 0 };
  return { tokens, usd: call.costUsd, grams: call.carbonGrams };
}

/** Books what a call used in place of what it held, behind its answer. */
export function settle(ctx: Context, { callId, wanted, isStored }: Hold, spent: Spent): void {
  const counted = wanted.filter(({ measure }) => measure !== "requests");
  if (counted.length === 0) return;
  const bookings = bookingsOf(ctx);
  if (isStored) {
    bookings.settle({ project: ctx.project, callId, ...spent });
    return;
  }
  for (const { measure, amount, budgetId, subject, periodStart } of counted) {
    const used = measure === "requests" ? 0 : spent[measure];
    countHere({ budgetId, subject, periodStart }, { used: used ?? 0, held: -amount });
    const key = { project: ctx.project, budgetId, subject, periodStart };
    bookings.add({ ...key, used: used ?? 0, refused: 0, unknown: used === null ? 1 : 0 });
  }
}
