import { formatNumber, formatPercent, formatPoints } from "#platform/format";
import type { ReasonRow } from "./tally.ts";

type Explored = {
  total: number;
  approved: number;
  totalBefore: number;
  days: number;
  reasons: readonly ReasonRow[];
  of: string;
};

/** What stands out among decisions, in a sentence: what surely changed, or that nothing did. */
export function exploreSentence({ total, totalBefore, days, reasons, of }: Explored): string {
  if (total === 0) return `Nothing was decided ${of} in this span.`;
  const decisions = total === 1 ? "1 decision" : `${formatNumber(total)} decisions`;
  const [changed] = reasons
    .filter(({ isSure }) => isSure)
    .toSorted((a, b) => Math.abs(b.change?.value ?? 0) - Math.abs(a.change?.value ?? 0));
  if (changed?.change && changed.share) {
    const { change, share, count, name } = changed;
    const named = name === "edited" ? "are edits" : "name it";
    return `${capital(name)} is what changed: ${formatNumber(count)} of ${decisions} ${of} ${named}, ${formatPercent(share.value)} (95 % interval ${formatPercent(share.low)} to ${formatPercent(share.high)}), ${formatPoints(change.value)} on the ${spanOf(days)} before (${formatPoints(change.low)} to ${formatPoints(change.high)}).`;
  }
  const [top] = reasons;
  const most = top?.share
    ? ` Most named: ${top.name}, ${formatNumber(top.count)} of ${formatNumber(total)}, ${formatPercent(top.share.value)} (${formatPercent(top.share.low)} to ${formatPercent(top.share.high)}).`
    : " All were approved as they were.";
  const change =
    totalBefore === 0
      ? `Nothing was decided in the ${spanOf(days)} before, so no change can be told`
      : `Nothing here surely differs from the ${spanOf(days)} before`;
  return `${decisions.charAt(0).toUpperCase()}${decisions.slice(1)} ${of}.${most} ${change}.`;
}

function spanOf(days: number): string {
  return days === 1 ? "day" : `${days} days`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
