import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
  formatValue,
} from "#platform/format";
import { type CallsOver, type Usage } from "#schema/observability";
import { answersForP95, carbonPer1000, costPer1000, errorRate, p95Words } from "#lib/observability";
import { asSet } from "#platform/rounding";
import { clopperPearsonInterval } from "#statistics";
import type { Gate } from "#schema/releases";
import type { Objective, Share } from "./schema.ts";

/** What an environment does, as the objectives look at it; null where nothing was measured. */
export type Measured = {
  usage: Pick<
    Usage,
    | "count"
    | "failed"
    | "cancelled"
    | "costUsd"
    | "priced"
    | "carbonGrams"
    | "carbonKnown"
    | "latencyP95Ms"
    | "latencyError"
    | "usageEstimated"
  >;
  latency: CallsOver | null;
  quality: Share;
  safety: { rejected: number; decided: number };
};

/** The limits a gate states that production can be held against; null where it is silent. */
export function limitsOf(gate: Gate): {
  latencyMs: number | null;
  errorRate: number | null;
  quality: number | null;
  costPer1000Usd: number | null;
  carbonGramsPer1000: number | null;
} {
  const budget = gate.conditions.find((condition) => condition.kind === "budget");
  const suite = gate.conditions.find((condition) => condition.kind === "suite_passed");
  return {
    latencyMs: budget?.latencyP95Ms ?? null,
    errorRate: budget?.errorRate ?? null,
    quality: suite?.minimum ?? null,
    costPer1000Usd: budget?.costPer1000Usd ?? null,
    carbonGramsPer1000: budget?.carbonGramsPer1000 ?? null,
  };
}

/** The limits of the gate held against what the environment does; only those the gate states. Pure. */
export function objectivesOf(gate: Gate, measured: Measured): Objective[] {
  const limits = limitsOf(gate);
  const isSafe = gate.conditions.some((condition) => condition.kind === "no_safety_failure");
  const objectives: (Objective | null)[] = [
    limits.latencyMs === null ? null : latency(measured, limits.latencyMs),
    limits.errorRate === null ? null : errors(measured, limits.errorRate),
    costObjective(measured, limits.costPer1000Usd),
    carbonObjective(measured, limits.carbonGramsPer1000),
    isSafe ? safety(measured.safety) : null,
    limits.quality === null ? null : floor(measured.quality, limits.quality),
  ];
  return objectives.filter((objective) => objective !== null);
}

function errors({ usage }: Measured, limit: number): Objective {
  const title = `Error rate under ${formatPercent(limit, 2, asSet(limit))}`;
  return ceiling(
    { key: "errors", title, value: errorRate(usage), limit },
    (value) =>
      `${formatPercent(value, 2, [limit])}, ${formatNumber(usage.failed)} of ${formatNumber(usage.count)}`,
  );
}

/** Cost of 1,000 priced calls under a limit in US dollars; null without one. */
export function costObjective({ usage }: Pick<Measured, "usage">, limit: number | null): Objective | null {
  if (limit === null) return null;
  const title = `Cost under ${formatMoney(limit, asSet(limit))} per 1,000`;
  return ceiling({ key: "cost", title, value: costPer1000(usage), limit }, (value) =>
    formatEstimated(formatMoney(value, [limit]), usage.usageEstimated > 0),
  );
}

/** Carbon of 1,000 calls whose carbon is known under a limit in grams; null without one. */
export function carbonObjective({ usage }: Pick<Measured, "usage">, limit: number | null): Objective | null {
  if (limit === null) return null;
  const title = `Carbon under ${formatCarbon(limit, null, asSet(limit))} per 1,000`;
  return ceiling({ key: "carbon", title, value: carbonPer1000(usage), limit }, (value) =>
    formatEstimated(formatCarbon(value, null, [limit]), usage.usageEstimated > 0),
  );
}

/** The share of calls that may take longer than a limit of the 95th percentile. */
export const allowedShare = 0.05;

/**
 * Judged by how many calls took longer, never by a percentile that was read from a histogram: so many that the 95th
 * percentile by the product's one definition lies over the limit. Where its two neighbours lie on either side, by
 * itself, as near as it is known. Of too few answers it can only be missed.
 */
function latency({ usage, latency: over }: Measured, limitMs: number): Objective {
  const title = `p95 latency under ${formatDuration(limitMs, asSet(limitMs))}`;
  if (!over || over.answered === 0) return { key: "latency", title, value: "—", headroom: null, isMet: null };
  const [low, high] = [over.low / over.answered, over.high / over.answered];
  const write = (share: number) => formatPercent(share, 1, [allowedShare]);
  const share = low === high ? write(low) : `${write(low)} to ${write(high)}`;
  const isMet = isP95Under(limitMs, over, usage);
  return {
    key: "latency",
    title,
    limitMs,
    value: `${share} of ${formatNumber(over.answered)} slower, p95 ${p95Words(usage, [limitMs])}`,
    headroom: isMet === false ? 0 : Math.max(0, 1 - over.high / (allowedShare * over.answered)),
    isMet,
  };
}

function isP95Under(
  limitMs: number,
  { answered, low, high }: CallsOver,
  { latencyP95Ms, latencyError }: Measured["usage"],
): boolean | null {
  if (answered < answersForP95) return isSurelySlow({ answered, low }) ? false : null;
  // Type 7 (`quantile` of #statistics): between the values at these two places, from the fastest on.
  const place = (answered - 1) * (1 - allowedShare);
  const [below, above] = [Math.floor(place), Math.ceil(place)];
  const [fewestFast, mostFast] = [answered - high, answered - low];
  if (fewestFast > above) return true;
  if (mostFast <= below) return false;
  if (fewestFast !== mostFast || latencyP95Ms === null) return null;
  if (latencyP95Ms * (1 + latencyError) <= limitMs) return true;
  return latencyP95Ms * (1 - latencyError) > limitMs ? false : null;
}

/** More calls are over a limit of the 95th percentile than chance does. */
export function isSurelySlow({ answered, low }: Pick<CallsOver, "answered" | "low">): boolean {
  return answered > 0 && clopperPearsonInterval(low, answered).low > allowedShare;
}

/** Headroom is the share of the limit that is still unused. */
function ceiling(
  { key, title, value, limit }: { key: Objective["key"]; title: string; value: number | null; limit: number },
  write: (value: number) => string,
): Objective {
  if (value === null) return { key, title, value: "—", headroom: null, isMet: null };
  const headroom = limit === 0 ? (value === 0 ? 1 : 0) : Math.max(0, 1 - value / limit);
  return { key, title, value: write(value), headroom, isMet: value <= limit };
}

function floor(quality: Share, minimum: number): Objective {
  const title = `Quality at least ${formatValue(minimum, 3, asSet(minimum))}`;
  if (quality.value === null) return { key: "quality", title, value: "—", headroom: null, isMet: null };
  const room = minimum >= 1 ? (quality.value >= 1 ? 1 : 0) : (quality.value - minimum) / (1 - minimum);
  return {
    key: "quality",
    title,
    value: `${formatValue(quality.value, 3, [minimum, 0, 1])}, n ${formatNumber(quality.judged)}`,
    headroom: Math.max(0, room),
    isMet: quality.value >= minimum,
  };
}

function safety({ rejected, decided }: Measured["safety"]): Objective {
  const title = "Safety: no output rejected for safety";
  if (decided === 0) return { key: "safety", title, value: "—", headroom: null, isMet: null };
  return {
    key: "safety",
    title,
    value: `${formatNumber(rejected)} of ${formatCount(decided, "decision")}`,
    headroom: rejected === 0 ? 1 : 0,
    isMet: rejected === 0,
  };
}
