import { wilsonInterval } from "#lib/evaluation";
import type { OverviewLine, OverviewSplit, Share } from "./schema.ts";

/** Verdicts of one day on one prompt version: how many were given and how many of them were good. */
export type DayShare = { day: string; promptId: string | null; promptPath: string | null; versionId: string | null; versionNumber: number | null; good: number; judged: number };

/** A share with its Wilson interval. */
export function shareOf(rows: readonly { good: number; judged: number }[]): Share {
  const good = rows.reduce((sum, row) => sum + row.good, 0);
  const judged = rows.reduce((sum, row) => sum + row.judged, 0);
  if (judged === 0) return { good, judged, value: null, low: null, high: null };
  const { low, high } = wilsonInterval(good, judged);
  return { good, judged, value: good / judged, low, high };
}

type Group = { key: string; label: string };

/** Who a row is drawn with: all together, its prompt, or its prompt version. */
export function groupOf(row: Pick<DayShare, "promptId" | "promptPath" | "versionId" | "versionNumber">, split: OverviewSplit): Group {
  if (split === "none") return { key: "all", label: "All prompts" };
  const path = row.promptPath ?? "no prompt";
  if (split === "prompt") return { key: row.promptId ?? "none", label: path };
  return { key: row.versionId ?? "none", label: row.versionNumber === null ? path : `${path} v${row.versionNumber}` };
}

/** At most this many lines are told apart in one chart. */
export const mostLines = 4;

/** Daily shares as lines with a band; the groups with the most verdicts first, days without any a gap. */
export function shareLines(rows: readonly DayShare[], days: readonly string[], split: OverviewSplit): OverviewLine[] {
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
          const { value, low, high } = shareOf(perDay.get(day) ?? []);
          return { day, value, low, high };
        }),
      };
    });
}
