import { formatCount, formatPercent } from "#platform/format";
import type { NextStep } from "./schema.ts";

/** What is known of a prompt in production when its next step is chosen. */
export type Situation = {
  openPromotion: { number: number } | null;
  /** The newest version, when it is not the one served. */
  newer: { versionId: string; versionNumber: number; benchmark: "none" | "not_run" | "run" } | null;
  /** Decisions on the served version that were not a plain approval, and the reason given most often. */
  corrections: number;
  topReason: { name: string; count: number } | null;
  editRate: { now: number | null; before: number | null };
  /** People's verdicts on the served version. */
  judged: number;
};

/** The most pressing thing first: what is under way, what people complain about, what waits, what nobody looked at. Pure. */
export function nextStepOf(situation: Situation): NextStep {
  const { openPromotion, newer, corrections, topReason, editRate, judged } = situation;
  if (openPromotion)
    return {
      sentence: `promotion ${openPromotion.number} is open`,
      to: "promotion",
      promotionNumber: openPromotion.number,
    };
  if (newer?.benchmark === "run")
    return {
      sentence: `v${newer.versionNumber} was run on the benchmark: request its promotion`,
      to: "request",
      versionId: newer.versionId,
    };
  if (newer)
    return {
      sentence:
        newer.benchmark === "none"
          ? `pin a benchmark and run v${newer.versionNumber} on it`
          : `run v${newer.versionNumber} on the benchmark`,
      to: "new_run",
      versionId: newer.versionId,
    };
  const rose = editRate.now !== null && editRate.before !== null && editRate.now - editRate.before >= 0.05;
  if (topReason && topReason.count >= 3) {
    return {
      sentence: `${rose ? "edit rate up: " : ""}${formatCount(topReason.count, "rejection")} ${topReason.count === 1 ? "says" : "say"} "${topReason.name.toLowerCase()}"`,
      to: "decisions",
    };
  }
  if (rose)
    return { sentence: `edit rate up to ${formatPercent(editRate.now)}: read the edits`, to: "decisions" };
  if (corrections >= 3)
    return { sentence: `make a version from ${formatCount(corrections, "correction")}`, to: "decisions" };
  if (judged === 0) return { sentence: "nobody has judged an output yet", to: "review" };
  return { sentence: "healthy", to: "none" };
}
