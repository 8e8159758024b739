import { shareDifference, clopperPearsonInterval } from "#statistics";
import type { OverviewLine, OverviewSplit, Share, ShareChange, ShareMove } from "./schema.ts";

/** Verdicts of one day on one prompt version: how many were given and how many of them were good. */
export type DayShare = {
  day: string;
  promptId: string | null;
  promptPath: string | null;
  versionId: string | null;
  versionNumber: number | null;
  good: number;
  judged: number;
};

type Counted = { good: number; judged: number };

/** A share with its exact interval. */
export function shareOf(rows: readonly Counted[]): Share {
  const good = rows.reduce((sum, row) => sum + row.good, 0);
  const judged = rows.reduce((sum, row) => sum + row.judged, 0);
  if (judged === 0) return { good, judged, value: null, low: null, high: null };
  const { low, high } = clopperPearsonInterval(good, judged);
  return { good, judged, value: good / judged, low, high };
}

/** Fewer verdicts than this in either span say nothing about a change, nor about health. */
export const fewest = 20;

/**
 * The change of a share between two spans with its 95 % interval (`shareDifference`);
 * null where either span has too few verdicts to compare.
 */
export function changeOf(now: Share, before: Share): ShareChange | null {
  if (now.value === null || before.value === null) return null;
  if (Math.min(now.judged, before.judged) < fewest) return null;
  const { low, high } = shareDifference(
    { successes: before.good, trials: before.judged },
    { successes: now.good, trials: now.judged },
  );
  return { change: now.value - before.value, low, high, isSure: low > 0 || high < 0 };
}

/** A share beside that of the span before. */
export function moveOf(now: readonly Counted[], before: readonly Counted[]): ShareMove {
  const [after, earlier] = [shareOf(now), shareOf(before)];
  return { now: after, before: earlier, change: changeOf(after, earlier) };
}

type Group = { key: string; label: string };

/** Who a row is drawn with: all together, its prompt, or its prompt version. */
export function groupOf(
  row: Pick<DayShare, "promptId" | "promptPath" | "versionId" | "versionNumber">,
  split: OverviewSplit,
): Group {
  if (split === "none") return { key: "all", label: "All prompts" };
  const path = row.promptPath ?? "no prompt";
  if (split === "prompt") return { key: row.promptId ?? "none", label: path };
  return {
    key: row.versionId ?? "none",
    label: row.versionNumber === null ? path : `${path} v${row.versionNumber}`,
  };
}

/** At most this many lines are told apart in one chart. */
export const mostLines = 4;

/** Days that a point of a share's line looks back on, itself included: single days of a small team are mostly noise. */
export const trailingDays = (days: number) => (days > 7 ? 7 : 1);

/**
 * Shares as lines with a band, each point over the `trailing` days up to it; the groups with the most verdicts first,
 * a gap where nothing was judged.
 */
export function shareLines(
  rows: readonly DayShare[],
  days: readonly string[],
  split: OverviewSplit,
  trailing = 1,
): OverviewLine[] {
  const groups = Map.groupBy(rows, (row) => groupOf(row, split).key);
  return [...groups.entries()]
    .toSorted(([, left], [, right]) => shareOf(right).judged - shareOf(left).judged)
    .slice(0, mostLines)
    .map(([key, own]) => {
      const perDay = Map.groupBy(own, (row) => row.day);
      const [first] = own;
      return {
        key,
        label: first ? groupOf(first, split).label : key,
        points: days.map((day) => {
          const { value, low, high } = shareOf(
            daysUpTo(day, trailing).flatMap((each) => perDay.get(each) ?? []),
          );
          return { day, days: trailing, value, low, high };
        }),
      };
    });
}

function daysUpTo(day: string, count: number): string[] {
  const end = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, back) =>
    new Date(end - back * 86_400_000).toISOString().slice(0, 10),
  );
}
