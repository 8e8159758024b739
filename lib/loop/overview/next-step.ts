import { formatCount, formatDuration, formatNumber, formatPercent, formatValue } from "#platform/format";
import type { CallsOver } from "#schema/observability";
import { asSet, writeDecimals } from "#platform/rounding";
import { clopperPearsonInterval } from "#statistics";
import { allowedShare, isSurelySlow } from "./objectives.ts";
import type { NextStep, Objective, Share, ShareMove } from "./schema.ts";
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
  /** Outputs that people rejected for safety, of all they decided. */
  safety: { rejected: number; decided: number };
  /** The limits of cost and carbon that the gate states, held against the version. */
  objectives: readonly Pick<Objective, "title" | "value" | "isMet">[];
  quality: Share;
  edited: ShareMove;
  /** Decisions that were not a plain approval, and the reason given most often. */
  corrections: number;
  topReason: { key: string; name: string; count: number } | null;
};

/** More failed calls than this are said whatever the gate is silent about. */
const massFailure = 0.05;

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

/**
 * A limit counts as broken when more than chance says so: the whole interval lies beyond it. One output that a person
 * rejected for safety is one too many. Cost and carbon are of all calls that were made, so there is nothing to chance.
 */
function brokenLimit({
  calls,
  failed,
  slow,
  limits,
  quality,
  safety,
  objectives,
}: Situation): NextStep | null {
  if (safety.rejected > 0)
    return {
      sentence: `${formatNumber(safety.rejected)} of ${formatCount(safety.decided, "decision")} ${safety.rejected === 1 ? "rejects" : "reject"} an output for safety: read ${safety.rejected === 1 ? "it" : "them"}`,
      to: "unsafe",
    };
  const mayFail = limits.errorRate ?? massFailure;
  if (calls > 0 && clopperPearsonInterval(failed, calls).low > mayFail)
    return {
      sentence: `${formatPercent(failed / calls, 1, [mayFail])} of ${formatCount(calls, "call")} failed, ${limits.errorRate === null ? "and the gate says not how many may" : `${formatPercent(mayFail, 2, asSet(mayFail))} may`}: read them`,
      to: "failed",
    };
  if (slow && isSurelySlow(slow.over))
    return {
      sentence: `${formatPercent(slow.over.low / slow.over.answered, 1, [allowedShare])} of ${formatCount(slow.over.answered, "answer")} took over ${formatDuration(slow.limitMs, asSet(slow.limitMs))}, 5 % may`,
      to: "slow",
      limitMs: slow.limitMs,
    };
  const missed = objectives.find(({ isMet }) => isMet === false);
  if (missed) return { sentence: `missed: ${lower(missed.title)}, it is ${missed.value}`, to: "calls" };
  if (
    limits.quality !== null &&
    quality.judged >= fewest &&
    quality.high !== null &&
    quality.high < limits.quality
  )
    return {
      sentence: `${qualityWords(quality, limits.quality)}, below ${formatValue(limits.quality, 3, asSet(limits.quality))}: read what was judged bad`,
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
      sentence: `${formatPercent(now.value)} of ${formatCount(now.judged, "decision")} are edits, up ${points(change.change)} points (${points(change.low)} to ${points(change.high)}) from ${formatCount(edited.before.judged, "decision")} before: read them`,
      to: "decisions",
    };
  if (corrections >= 3)
    return { sentence: `make a version from ${formatCount(corrections, "correction")}`, to: "corrections" };
  return null;
}

/** What keeps anybody from saying that all is well: too little was seen, or a limit is missed by what chance could do. */
function unknown(situation: Situation): NextStep | null {
  if (situation.calls === 0) return { sentence: "no call in this span", to: "none" };
  const asMeasured = (count: number, of: number) => (of === 0 ? 0 : count / of);
  const atWorst = (count: number, of: number) => clopperPearsonInterval(count, of).high;
  return (
    unshownLimit(situation, asMeasured) ??
    tooFewJudged(situation) ??
    unshownLimit(situation, atWorst) ??
    unmeasured(situation) ??
    unshownQuality(situation)
  );
}

/** A limit of failures or latency that is over by this reading of the share. */
function unshownLimit(
  { calls, failed, slow, limits }: Situation,
  share: (count: number, of: number) => number,
): NextStep | null {
  const mayFail = limits.errorRate ?? massFailure;
  const allowed = formatPercent(mayFail, 2, asSet(mayFail));
  if (share(failed, calls) > mayFail)
    return {
      sentence: `${formatNumber(failed)} of ${formatCount(calls, "call")} failed: ${limits.errorRate === null ? `that at most ${allowed} do` : allowed} is not shown to hold`,
      to: "failed",
    };
  if (slow && share(slow.over.high, slow.over.answered) > allowedShare)
    return {
      sentence: `${formatNumber(slow.over.high)} of ${formatCount(slow.over.answered, "answer")} over ${formatDuration(slow.limitMs, asSet(slow.limitMs))}: the limit is not shown to hold`,
      to: "slow",
      limitMs: slow.limitMs,
    };
  return null;
}

function tooFewJudged({ quality }: Situation): NextStep | null {
  if (quality.judged === 0) return { sentence: "nobody has judged an output yet", to: "review" };
  if (quality.judged < fewest)
    return {
      sentence: `too little to say: ${formatCount(quality.judged, "output")} judged, ${fewest} are needed`,
      to: "judged",
    };
  return null;
}

function unmeasured({ objectives }: Situation): NextStep | null {
  const objective = objectives.find(({ isMet }) => isMet === null);
  return objective ? { sentence: `not known: ${lower(objective.title)}`, to: "calls" } : null;
}

function unshownQuality({ quality, limits }: Situation): NextStep | null {
  if (limits.quality !== null && quality.low !== null && quality.low < limits.quality)
    return {
      sentence: `${qualityWords(quality, limits.quality)}, not shown to reach ${formatValue(limits.quality, 3, asSet(limits.quality))}: have more judged`,
      to: "judged",
    };
  const silent = [
    limits.quality === null ? "no target says if that is enough" : "",
    limits.errorRate === null ? "no limit says how many calls may fail" : "",
  ].filter(Boolean);
  if (silent.length > 0)
    return {
      sentence: `nothing stands out: ${qualityWords(quality, limits.quality)}, and ${silent.join(", ")}`,
      to: "judged",
    };
  return null;
}

function healthy({ quality, limits }: Situation): string {
  return `healthy: ${qualityWords(quality, limits.quality)}`;
}

/** Never rounded onto or past the target it is held against. */
function qualityWords({ value, low, high, judged }: Share, target: number | null): string {
  const write = (share: number | null) => formatValue(share, 2, target === null ? [0, 1] : [0, 1, target]);
  return `quality ${write(value)} (${write(low)} to ${write(high)}, n ${formatNumber(judged)})`;
}

const points = (share: number) => writeDecimals(share * 100, { most: 0, limits: [0] });
const lower = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);
