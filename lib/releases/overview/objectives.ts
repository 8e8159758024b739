import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatValue,
} from "#platform/format";
import type { Gate } from "../gate/schema.ts";
import type { Objective, Share } from "./schema.ts";

/** What production does, as the objectives look at it; null where nothing was measured. */
export type Measured = {
  latencyP95Ms: number | null;
  errorRate: number | null;
  costPer1000Usd: number | null;
  carbonPer1000: number | null;
  quality: Share;
  safety: { rejected: number; decided: number };
};

/** The limits of the production gate held against production itself; only those the gate states. Pure. */
export function objectivesOf(gate: Gate, measured: Measured): Objective[] {
  const budget = gate.conditions.find((condition) => condition.kind === "budget");
  const suite = gate.conditions.find((condition) => condition.kind === "suite_passed");
  const objectives: (Objective | null)[] = [
    budget?.latencyP95Ms
      ? ceiling(
          {
            key: "latency",
            title: `p95 latency under ${formatDuration(budget.latencyP95Ms)}`,
            value: measured.latencyP95Ms,
            limit: budget.latencyP95Ms,
          },
          formatDuration,
        )
      : null,
    budget && budget.errorRate !== null
      ? ceiling(
          {
            key: "errors",
            title: `Error rate under ${formatPercent(budget.errorRate)}`,
            value: measured.errorRate,
            limit: budget.errorRate,
          },
          (value) => formatPercent(value, 2),
        )
      : null,
    budget?.costPer1000Usd
      ? ceiling(
          {
            key: "cost",
            title: `Cost under ${formatMoney(budget.costPer1000Usd)} per 1,000`,
            value: measured.costPer1000Usd,
            limit: budget.costPer1000Usd,
          },
          formatMoney,
        )
      : null,
    budget?.carbonGramsPer1000
      ? ceiling(
          {
            key: "carbon",
            title: `Carbon under ${formatCarbon(budget.carbonGramsPer1000)} per 1,000`,
            value: measured.carbonPer1000,
            limit: budget.carbonGramsPer1000,
          },
          formatCarbon,
        )
      : null,
    gate.conditions.some((condition) => condition.kind === "no_safety_failure")
      ? safety(measured.safety)
      : null,
    suite && suite.minimum !== null ? floor(measured.quality, suite.minimum) : null,
  ];
  return objectives.filter((objective) => objective !== null);
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
    value: formatValue(quality.value),
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
