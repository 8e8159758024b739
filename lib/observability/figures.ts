import { formatCount, formatDuration, formatPercent } from "#platform/format";
import { valuesNeeded } from "#statistics";
import type { Usage } from "./usage/schema.ts";

/** US dollars per 1,000 priced calls; null without any. */
export function costPer1000({ costUsd, priced }: Pick<Usage, "costUsd" | "priced">): number | null {
  return priced > 0 ? (costUsd / priced) * 1000 : null;
}

/** gCO₂e per 1,000 calls whose carbon is known; null without any. */
export function carbonPer1000(usage: Pick<Usage, "carbonGrams" | "carbonKnown">): number | null {
  return usage.carbonKnown > 0 ? (usage.carbonGrams / usage.carbonKnown) * 1000 : null;
}

/** Share of calls that failed (cancelled ones did not); null without any. */
export function errorRate({ failed, count }: Pick<Usage, "failed" | "count">): number | null {
  return count > 0 ? failed / count : null;
}

/** Calls that gave an answer: latency is of these. */
export function answeredOf({
  count,
  failed,
  cancelled,
}: Pick<Usage, "count" | "failed" | "cancelled">): number {
  return count - failed - cancelled;
}

/** A p95 is shown from so many answers on, in traffic as in runs: below, not even the slowest is its upper end. */
export const answersForP95 = valuesNeeded(0.95);

type Timed = Pick<Usage, "count" | "failed" | "cancelled" | "latencyP95Ms" | "latencyError">;

/** The 95th percentile of latency in milliseconds; null where no call was answered or too few to have one. */
export function p95Of(usage: Pick<Timed, "count" | "failed" | "cancelled" | "latencyP95Ms">): number | null {
  return answeredOf(usage) < answersForP95 ? null : usage.latencyP95Ms;
}

/** The 95th percentile in words: "1.4 s", "too few"; "—" without an answer. */
export function p95Value(usage: Timed, limits: readonly number[] = []): string {
  const answered = answeredOf(usage);
  return answered > 0 && answered < answersForP95 ? "too few" : formatDuration(p95Of(usage), limits);
}

/** The same with the error of its reading, or how many answers it takes: "1.4 s ± 5 %", "too few: 12 answers, 59 are needed". */
export function p95Words(usage: Timed, limits: readonly number[] = []): string {
  const value = p95Value(usage, limits);
  if (value === "too few")
    return `too few: ${formatCount(answeredOf(usage), "answer")}, ${answersForP95} are needed`;
  const isRead = usage.latencyError > 0 && p95Of(usage) !== null;
  return isRead ? `${value} ± ${formatPercent(usage.latencyError, 0)}` : value;
}
