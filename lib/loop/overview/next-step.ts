import { formatCount, formatDuration, formatNumber, formatPercent, formatValue } from "#platform/format";
import type { CallsOver } from "#schema/observability";
import { wilsonInterval } from "#statistics";
import type { NextStep, Share, ShareMove } from "./schema.ts";
import { fewest } from "./shares.ts";

/** What is known of a served version when its next step is chosen; every figure is of that version in the page's scope. */
export type Situation = {
  openPromotion: { number: number } | null;
  /** The newest version, when it is not the one served and was not tried before. */
  newer: { versionId: string; versionNumber: number; benchmark: "none" | "not_run" | "run" } | null;
  calls: number;
  failed: number;
  /** Answers over the limit of latency; null without a limit. */
  slow: { limitMs: number; over: CallsOver } | null;
  limits: { errorRate: number | null; quality: number | null };
  quality: Share;
  edited: ShareMove;
  /** Decisions that were not a plain approval, and the reason given most often. */
  corrections: number;
  topReason: { key: string; name: string; count: number } | null;
};

/**
 * The most pressing thing first: what is under way, limits that are broken, what people complain about, what nobody
 * looked at. "Healthy" is said only of what was measured enough and keeps to every limit. Each sentence says one thing. Pure.
 */
export function nextStepOf(situation: Situation): NextStep {
  return (
    underWay(situation) ??
    brokenLimit(situation) ??
    complaint(situation) ??
    unknown(situation) ?? { sentence: healthy(situation), to: "judged" }
  );
}

function underWay({ openPromotion, newer }: Situation): NextStep | null {
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
  return null;
}

/** A limit counts as broken when more than chance says so: the whole interval lies beyond it. */
function brokenLimit({ calls, failed, slow, limits, quality }: Situation): NextStep | null {
  if (limits.errorRate !== null && calls > 0 && wilsonInterval(failed, calls).low > limits.errorRate)
    return {
      sentence: `${formatPercent(failed / calls)} of ${formatCount(calls, "call")} failed, ${formatPercent(limits.errorRate)} may: read them`,
      to: "failed",
    };
  if (slow && slow.over.answered > 0 && wilsonInterval(slow.over.low, slow.over.answered).low > 0.05)
    return {
      sentence: `${formatPercent(slow.over.low / slow.over.answered)} of ${formatCount(slow.over.answered, "answer")} took over ${formatDuration(slow.limitMs)}, 5 % may`,
      to: "slow",
      limitMs: slow.limitMs,
    };
  if (
    limits.quality !== null &&
    quality.judged >= fewest &&
    quality.high !== null &&
    quality.high < limits.quality
  )
    return {
      sentence: `${qualityWords(quality)}, below ${formatValue(limits.quality)}: read what was judged bad`,
      to: "judged",
    };
  return null;
}

function complaint({ topReason, edited, corrections }: Situation): NextStep | null {
  if (topReason && topReason.count >= 3)
    return {
      sentence: `${formatCount(topReason.count, "rejection")} say "${topReason.name.toLowerCase()}": read them`,
      to: "decisions",
      reasonKey: topReason.key,
    };
  const { change, now } = edited;
  if (change && change.low > 0)
    return {
      sentence: `${formatPercent(now.value)} of ${formatCount(now.judged, "decision")} are edits, up ${points(change.change)} points (${points(change.low)} to ${points(change.high)}): read them`,
      to: "decisions",
    };
  if (corrections >= 3)
    return { sentence: `make a version from ${formatCount(corrections, "correction")}`, to: "decisions" };
  return null;
}

/** What keeps anybody from saying that all is well: too little was seen, or a limit is missed by what chance could do. */
function unknown({ calls, failed, slow, quality, limits }: Situation): NextStep | null {
  if (calls === 0) return { sentence: "no call in this span", to: "none" };
  if (limits.errorRate !== null && failed / calls > limits.errorRate)
    return {
      sentence: `${formatNumber(failed)} of ${formatCount(calls, "call")} failed: ${formatPercent(limits.errorRate)} is not shown to hold`,
      to: "failed",
    };
  if (slow && slow.over.high > 0.05 * slow.over.answered)
    return {
      sentence: `${formatNumber(slow.over.high)} of ${formatCount(slow.over.answered, "answer")} over ${formatDuration(slow.limitMs)}: the limit is not shown to hold`,
      to: "slow",
      limitMs: slow.limitMs,
    };
  if (quality.judged === 0) return { sentence: "nobody has judged an output yet", to: "review" };
  if (quality.judged < fewest)
    return {
      sentence: `too little to say: ${formatCount(quality.judged, "output")} judged, ${fewest} are needed`,
      to: "judged",
    };
  if (limits.quality !== null && quality.low !== null && quality.low < limits.quality)
    return {
      sentence: `${qualityWords(quality)}, not shown to reach ${formatValue(limits.quality)}: have more judged`,
      to: "judged",
    };
  if (limits.quality === null)
    return {
      sentence: `nothing stands out: ${qualityWords(quality)}, and no target says if that is enough`,
      to: "judged",
    };
  return null;
}

function healthy({ quality }: Situation): string {
  return `healthy: ${qualityWords(quality)}`;
}

function qualityWords({ value, low, high, judged }: Share): string {
  return `quality ${formatValue(value, 2)} (${formatValue(low, 2)} to ${formatValue(high, 2)}, n ${formatNumber(judged)})`;
}

const points = (share: number) => formatNumber(Math.round(share * 100));
