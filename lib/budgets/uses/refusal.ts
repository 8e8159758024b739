import { AppError } from "#platform/errors";
import { periodAt } from "../period.ts";
import type { Limit } from "../schema.ts";
import { amountWords, limitWords } from "../wording.ts";

/** A call that waits longer than this for its limit is not worth a client's own tries. */
const worthWaitingMs = 60_000;

type Use = { used: number; held: number; wanted: number };

/**
 * What a call is told that a limit refuses: which one, when it begins again, and what helps. rate_limited for a limit a minute,
 * budget_exceeded for one a day or month; both are 429 with Retry-After. Pure.
 */
export function refusalOf(limit: Limit, { used, held, wanted }: Use, now: Date): AppError {
  const { endsAt } = periodAt(limit.period, now);
  const retryAfterMs = Math.max(1, endsAt.getTime() - now.getTime());
  return new AppError(
    limit.period === "minute" ? "rate_limited" : "budget_exceeded",
    `${reason(limit, { used, held, wanted })} It begins again at ${timeWords(endsAt)}${limit.period === "minute" ? "" : "; an admin can raise it in Settings, Limits"}.`,
    {
      details: {
        limit: limit.name,
        limitId: limit.id,
        measure: limit.measure,
        period: limit.period,
        amount: limit.amount,
        used,
        held,
        wanted,
        retryAfterMs,
        ...tries(retryAfterMs),
      },
    },
  );
}

/** The same for a call of which nobody can say what it will use. Pure. */
export function unknownRefusalOf(limit: Limit): AppError {
  const what = limit.measure === "usd" ? "price" : "emissions";
  const where = limit.measure === "usd" ? "Enter its price" : "Enter its number of parameters";
  return new AppError(
    "budget_exceeded",
    `The limit "${limit.name}" (${limitWords(limit)}) takes no call of a model whose ${what} nobody knows. ${where} on the connection's page (0 where it is free), or choose another model.`,
    { details: { limit: limit.name, limitId: limit.id, measure: limit.measure, isWorthRetrying: false } },
  );
}

function reason(limit: Limit, { used, held, wanted }: Use): string {
  const words = (amount: number) => amountWords(limit.measure, amount, [limit.amount]);
  const name = `The limit "${limit.name}" (${limitWords(limit)})`;
  if (limit.measure === "requests") return `${name} is used up.`;
  if (wanted > limit.amount)
    return `This call may use ${words(wanted)}, more than all of ${name.replace("The", "the")}. Ask for a shorter answer (max_tokens).`;
  if (used >= limit.amount) return `${name} is used up.`;
  const others = held > 0 ? ` and ${words(held)} held for calls in progress` : "";
  return `${name} has no room for this call: ${words(used)} used${others}, and the call may use ${words(wanted)}.`;
}

const timeWords = (at: Date) => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} UTC`;

const tries = (retryAfterMs: number) => (retryAfterMs > worthWaitingMs ? { isWorthRetrying: false } : {});
