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
import { carbonPer1000, costPer1000, errorRate } from "#lib/observability";
import type { Gate } from "#schema/releases";
import type { Objective, Share } from "./schema.ts";

/** What an environment does, as the objectives look at it; null where nothing was measured. */
export type Measured = {
  usage: Pick<
    Usage,
    | "count"
    | "failed"
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
} {
  const budget = gate.conditions.find((condition) => condition.kind === "budget");
  const suite = gate.conditions.find((condition) => condition.kind === "suite_passed");
  return {
    latencyMs: budget?.latencyP95Ms ?? null,
    errorRate: budget?.errorRate ?? null,
    quality: suite?.minimum ?? null,
  };
}

/** The limits of the gate held against what the environment does; only those the gate states. Pure. */
export function objectivesOf(gate: Gate, measured: Measured): Objective[] {
  const budget = gate.conditions.find((condition) => condition.kind === "budget");
  const { usage, quality } = measured;
  const limits = limitsOf(gate);
  const objectives: (Objective | null)[] = [
    limits.latencyMs === null ? null : latency(measured, limits.latencyMs),
    limits.errorRate === null
      ? null
      : ceiling(
          {
            key: "errors",
            title: `Error rate under ${formatPercent(limits.errorRate)}`,
            value: errorRate(usage),
            limit: limits.errorRate,
          },
          (value) =>
            `${formatPercent(value, 2)}, ${formatNumber(usage.failed)} of ${formatNumber(usage.count)}`,
        ),
    budget?.costPer1000Usd
      ? ceiling(
          {
            key: "cost",
            title: `Cost under ${formatMoney(budget.costPer1000Usd)} per 1,000`,
            value: costPer1000(usage),
            limit: budget.costPer1000Usd,
          },
          (value) => formatEstimated(formatMoney(value), usage.usageEstimated > 0),
        )
      : null,
    budget?.carbonGramsPer1000
      ? ceiling(
          {
            key: "carbon",
            title: `Carbon under ${formatCarbon(budget.carbonGramsPer1000)} per 1,000`,
            value: carbonPer1000(usage),
            limit: budget.carbonGramsPer1000,
          },
          (value) => formatEstimated(formatCarbon(value), usage.usageEstimated > 0),
        )
      : null,
    gate.conditions.some((condition) => condition.kind === "no_safety_failure")
      ? safety(measured.safety)
      : null,
    limits.quality === null ? null : floor(quality, limits.quality),
  ];
  return objectives.filter((objective) => objective !== null);
}

/** The share of calls that may take longer than a limit of the 95th percentile. */
const allowedShare = 0.05;

/** Judged by how many calls took longer, never by a percentile that was read from a histogram. */
function latency({ usage, latency: over }: Measured, limitMs: number): Objective {
  const title = `p95 latency under ${formatDuration(limitMs)}`;
  if (!over || over.answered === 0) return { key: "latency", title, value: "—", headroom: null, isMet: null };
  const allowed = allowedShare * over.answered;
  const [low, high] = [over.low / over.answered, over.high / over.answered];
  const share = low === high ? formatPercent(low) : `${formatPercent(low)} to ${formatPercent(high)}`;
  return {
    key: "latency",
    title,
    limitMs,
    value: `${share} of ${formatNumber(over.answered)} slower, p95 ${p95Words(usage)}`,
    headroom: Math.max(0, 1 - over.high / allowed),
    isMet: over.high <= allowed ? true : over.low > allowed ? false : null,
  };
}

/** A 95th percentile with the error of its reading. */
export function p95Words({
  latencyP95Ms,
  latencyError,
}: Pick<Usage, "latencyP95Ms" | "latencyError">): string {
  const error = latencyError > 0 && latencyP95Ms !== null ? ` ± ${formatPercent(latencyError, 0)}` : "";
  return `${formatDuration(latencyP95Ms)}${error}`;
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
  const title = `Quality at least ${formatValue(minimum)}`;
  if (quality.value === null) return { key: "quality", title, value: "—", headroom: null, isMet: null };
  const room = minimum >= 1 ? (quality.value >= 1 ? 1 : 0) : (quality.value - minimum) / (1 - minimum);
  return {
    key: "quality",
    title,
    value: `${formatValue(quality.value)}, n ${formatNumber(quality.judged)}`,
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
