import { sideValue } from "./format.ts";
import type { MetricComparison } from "./schema.ts";

/** One metric of several candidates against one baseline. */
export type ManyRow = {
  key: string;
  name: string;
  isPrimary: boolean;
  /** The baseline's value where it is one and the same against all; null where each pairing has its own. */
  baseline: { value: number | null; text: string } | null;
  /** By candidate; null where its suite has no such metric. */
  cells: (MetricComparison | null)[];
  /**
   * Whose value is the best: places of candidates, -1 for the baseline. Empty where values do not stand on the
   * same examples, or are all the same.
   */
  best: number[];
};

/** The metrics of all comparisons, the first one's order before what only others have. */
export function manyRows(comparisons: readonly { metrics: readonly MetricComparison[] }[]): ManyRow[] {
  const keys = [...new Set(comparisons.flatMap(({ metrics }) => metrics.map(({ key }) => key)))];
  return keys.flatMap((key) => {
    const cells = comparisons.map(({ metrics }) => metrics.find((metric) => metric.key === key) ?? null);
    const known = cells.filter((cell) => cell !== null);
    const [first] = known;
    if (!first) return [];
    const isShared = known.every((cell) => cell.baseline === first.baseline && cell.pairs === first.pairs);
    return [
      {
        key,
        name: first.name,
        isPrimary: known.some(({ isPrimary }) => isPrimary),
        baseline: isShared ? { value: first.baseline, text: sideValue(first, "baseline") } : null,
        cells,
        best: isShared ? bestOf(first, cells) : [],
      },
    ];
  });
}

function bestOf(first: MetricComparison, cells: readonly (MetricComparison | null)[]): number[] {
  const values = [
    { place: -1, value: first.baseline },
    ...cells.map((cell, place) => ({ place, value: cell?.candidate ?? null })),
  ].flatMap(({ place, value }) => (value === null ? [] : [{ place, value }]));
  const all = values.map(({ value }) => value);
  const top = first.direction === "higher" ? Math.max(...all) : Math.min(...all);
  const best = values.filter(({ value }) => value === top).map(({ place }) => place);
  return best.length === values.length ? [] : best;
}

/** The runs of an address, each once, and never the baseline against itself. */
export function candidatesOf(baseline: string, given: string | readonly string[] | undefined): string[] {
  const all = typeof given === "string" ? [given] : (given ?? []);
  return [...new Set(all)].filter((id) => id !== baseline);
}
