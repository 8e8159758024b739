import { formatDate } from "#platform/format";

export type TimePoint = {
  /** ISO moment or milliseconds. */
  at: string | number;
  /** null: nothing was measured; the line has a gap. */
  value: number | null;
  /** The interval around the value. */
  low?: number | null | undefined;
  high?: number | null | undefined;
  /** Where the point opens. */
  href?: string | undefined;
};

export type TimeLine = { key: string; label: string; points: readonly TimePoint[] };
export type TimeMark = { at: string | number; label: string; href?: string | undefined };

export type TimeCell = { value: number | null; band: [number, number] | null; href: string | undefined };
export type TimeRow = { at: number; cells: Record<string, TimeCell> };

/** One row per moment over all lines, in order. */
export function timeRows(lines: readonly TimeLine[]): TimeRow[] {
  const rows = new Map<number, TimeRow>();
  for (const line of lines) {
    for (const point of line.points) {
      const at = new Date(point.at).getTime();
      const row = rows.get(at) ?? { at, cells: {} };
      const { low, high } = point;
      row.cells[line.key] = {
        value: point.value,
        band: typeof low === "number" && typeof high === "number" ? [low, high] : null,
        href: point.href,
      };
      rows.set(at, row);
    }
  }
  return [...rows.values()].toSorted((a, b) => a.at - b.at);
}

/** What a moment opens as a whole: the rows that all its points stand on; nothing where they stand on different ones. */
export function hrefOf(row: TimeRow | undefined): string | undefined {
  const hrefs = new Set(Object.values(row?.cells ?? {}).flatMap(({ href }) => href ?? []));
  return hrefs.size === 1 ? [...hrefs][0] : undefined;
}

/** Every number that must fit on the axis: values and the ends of their intervals. */
export function timeValues(rows: readonly TimeRow[]): number[] {
  return rows.flatMap((row) =>
    Object.values(row.cells).flatMap((cell) => [
      ...(cell.value === null ? [] : [cell.value]),
      ...(cell.band ?? []),
    ]),
  );
}

/** At most `count` moments, evenly taken, first and last among them. */
export function timeTicks(moments: readonly number[], count = 5): number[] {
  if (moments.length <= count) return [...moments];
  return Array.from(
    { length: count },
    (_, index) => moments[Math.round((index * (moments.length - 1)) / (count - 1))] ?? 0,
  );
}

/** A tick's text: the hour within two days, else the day. In UTC, as the buckets are. */
export function formatTick(at: number, spanMs: number): string {
  if (spanMs <= 2 * 86_400_000) return new Date(at).toISOString().slice(11, 16);
  return formatDate(at, at);
}

/** Width of a character of the axis text, in px; a little generous. */
const characterPx = 6.2;
/** Between a line and its words; also how far words may reach past the last moment. */
const gapPx = 5;
const rightMarginPx = 12;

export type FittingMark<Mark> = Mark & { words: string; side: "left" | "right" };

/**
 * Each mark with the words that fit beside its line: in full or by the first word, right of it or left, and none where
 * all would run into a neighbour or over the edge. `spanPx` is the width between `first` and `last`.
 */
export function fittingMarks<Mark extends { at: number; label: string }>(
  marks: readonly Mark[],
  { first, last, spanPx }: { first: number; last: number; spanPx: number },
): FittingMark<Mark>[] {
  const place = (at: number) => (last === first ? 0 : ((at - first) / (last - first)) * spanPx);
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  let takenTo = 0;
  return ordered.map((mark, index) => {
    const next = ordered[index + 1];
    const [x, end] = [place(mark.at), next ? place(next.at) : spanPx + rightMarginPx];
    for (const words of [mark.label, mark.label.split(" ")[0] ?? ""]) {
      const wide = words.length * characterPx + gapPx;
      if (x + wide <= end) {
        takenTo = x + wide;
        return { ...mark, words, side: "right" as const };
      }
      if (x - wide >= takenTo) {
        takenTo = x;
        return { ...mark, words, side: "left" as const };
      }
    }
    takenTo = Math.max(takenTo, x);
    return { ...mark, words: "", side: "right" as const };
  });
}
