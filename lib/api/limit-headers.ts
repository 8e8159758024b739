import { alertHeader, type BudgetMeasure } from "#constants/budgets";
import type { LimitState } from "#schema/budgets";

/** What a header's whole numbers count: money in millionths of a dollar, carbon in thousandths of a gram. */
const units: Record<BudgetMeasure, { name: string; size: number }> = {
  requests: { name: "requests", size: 1 },
  tokens: { name: "tokens", size: 1 },
  usd: { name: "micro-usd", size: 1_000_000 },
  grams: { name: "milligrams-co2e", size: 1_000 },
};
const windowSeconds = { minute: 60, day: 86_400 } as const;

/**
 * How a project's limits stand after a call, in the IETF's RateLimit fields (draft-ietf-httpapi-ratelimit-headers-10: q quota,
 * w window in seconds, r what is left, t seconds until it begins again), in OpenAI's for limits of requests and tokens, and by name where one
 * comes near its end. Nothing where the call counts for none. Pure.
 */
export function limitHeaders(states: readonly LimitState[], now: Date): Record<string, string> {
  if (states.length === 0) return {};
  const near = states.filter(({ used, amount, alertShare }) => used >= amount * alertShare);
  return {
    "ratelimit-policy": states.map(policyOf).join(", "),
    ratelimit: states.map((state) => standOf(state, now)).join(", "),
    ...openAiHeaders(states, "requests", now),
    ...openAiHeaders(states, "tokens", now),
    ...(near.length > 0 ? { [alertHeader]: near.map(quotedName).join(", ") } : {}),
  };
}

function policyOf(state: LimitState): string {
  const { name, size } = units[state.measure];
  const window = state.period === "month" ? monthSeconds(state.endsAt) : windowSeconds[state.period];
  return `${quotedName(state)};q=${Math.floor(state.amount * size)};qu="${name}";w=${window}`;
}

function standOf(state: LimitState, now: Date): string {
  return `${quotedName(state)};r=${leftOf(state)};t=${secondsLeft(state, now)}`;
}

function leftOf({ measure, amount, used }: LimitState): number {
  return Math.max(0, Math.floor((amount - used) * units[measure].size));
}

function secondsLeft({ endsAt }: LimitState, now: Date): number {
  return Math.max(0, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
}

/** Of the month that ends then. */
function monthSeconds(endsAt: Date): number {
  return new Date(endsAt.getTime() - 1).getUTCDate() * 86_400;
}

/** A structured field's text holds printable ASCII only; a limit called otherwise goes by its id. */
function quotedName({ id, name }: LimitState): string {
  const text = /^[ -~]+$/.test(name) ? name.replace(/["\\]/g, "\\$&") : id;
  return `"${text}"`;
}

/** The limit that is nearest to its end, as OpenAI's clients read it. */
function openAiHeaders(
  states: readonly LimitState[],
  measure: "requests" | "tokens",
  now: Date,
): Record<string, string> {
  const [nearest] = states
    .filter((state) => state.measure === measure)
    .toSorted((a, b) => leftOf(a) - leftOf(b));
  if (!nearest) return {};
  return {
    [`x-ratelimit-limit-${measure}`]: String(nearest.amount),
    [`x-ratelimit-remaining-${measure}`]: String(leftOf(nearest)),
    [`x-ratelimit-reset-${measure}`]: `${secondsLeft(nearest, now)}s`,
  };
}
