import { formatCount, formatNumber, formatPercent, formatSigned, formatValue } from "#platform/format";
import { kpiChangeWords } from "#client/feedback";
import type { KpiMove, Overview, ShareChange, ShareMove } from "./schema.ts";
import { fewest } from "./shares.ts";

/** A change of a share with its interval: "+0.020 (0.003 to 0.037)". */
export function changeWords({ change, low, high }: ShareChange, scale: "score" | "points" = "score"): string {
  const write = (value: number) =>
    scale === "score" ? formatSigned(value, 3) : formatSigned(value * 100, 1);
  const bound = (value: number) => write(value).replace("+", "");
  return `${write(change)}${scale === "points" ? " points" : ""} (${bound(low)} to ${bound(high)})`;
}

type Said = Pick<Overview, "tiles"> & {
  /** What the figures are compared with: "the 30 days before". */
  against: { kind: "span" | "version" | "environment"; words: string };
  kpi: Pick<KpiMove, "name" | "unit" | "change" | "weight" | "weightBefore"> | null;
};

/**
 * Whether the loop is doing better than in the span before, as far as the figures can say: quality and the KPI with their
 * intervals, and why nothing can be said where it cannot. Pure.
 */
export function overviewSentence({ tiles, against, kpi }: Said): { lead: string; rest: string } {
  return {
    lead: qualityLead(tiles.evaluate, against),
    rest: [
      against.kind === "span" ? spanWords(tiles.generate, against.words) : "",
      kpi?.change
        ? `${kpi.name}: ${kpiChangeWords(kpi.change, kpi.unit)}, n ${formatNumber(kpi.weight)} and ${formatNumber(kpi.weightBefore)}.`
        : "",
    ]
      .filter(Boolean)
      .join(" "),
  };
}

function qualityLead({ now, before, change }: ShareMove, { kind, words: other }: Said["against"]): string {
  if (now.value === null) return "Nobody has judged an output of this scope yet.";
  const value = `${formatValue(now.value, 3)} (95 % interval ${formatValue(now.low, 3)} to ${formatValue(now.high, 3)}, n ${formatNumber(now.judged)})`;
  if (!change)
    return before.judged === 0
      ? `Quality is ${value}; ${other} ${kind === "span" && other !== "the day before" ? "have" : "has"} nothing to compare with.`
      : `Quality is ${value}; too few to compare: ${formatNumber(now.judged)} judged now, ${formatNumber(before.judged)} ${kind === "span" ? "before" : `in ${other}`}, ${fewest} are needed in each.`;
  const words = `${changeWords(change)}, n ${formatNumber(now.judged)} and ${formatNumber(before.judged)}`;
  if (!change.isSure)
    return `Quality is ${value}, not shown to ${kind === "span" ? "have moved" : `differ from ${other}`}: ${words}.`;
  if (kind !== "span")
    return `Quality is ${value}, ${change.change > 0 ? "above" : "below"} ${other}: ${words}.`;
  return `Quality ${change.change > 0 ? "rose" : "fell"} to ${value}: ${words}.`;
}

/** That the span before is not as full as this one is part of every comparison with it. */
function spanWords({ daysBefore, callsBefore }: Overview["tiles"]["generate"], span: string): string {
  if (callsBefore === 0 || daysBefore.used === daysBefore.all) return "";
  return `${span.charAt(0).toUpperCase()}${span.slice(1)} had calls on ${formatCount(daysBefore.used, "day")} only${daysBefore.used * 2 < daysBefore.all ? ` (${formatPercent(daysBefore.used / daysBefore.all, 0)} of them)` : ""}.`;
}
