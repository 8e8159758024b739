import { boundedMeanInterval } from "./bounded-mean.ts";
import type { Interval } from "./wilson.ts";

/** How far apart two categories count: any miss alike, by distance, or by distance squared. */
export type KappaWeights = "none" | "linear" | "quadratic";

/**
 * Cohen's kappa of a square table of counts (rows one rater, columns the other): Cohen 1960, weighted 1968.
 * NaN when chance alone explains the table, as when both use one category only.
 */
export function cohenKappa(table: readonly (readonly number[])[], weights: KappaWeights = "none"): number {
  const { observed, expected } = disagreements(table, weights);
  return expected === 0 ? Number.NaN : 1 - observed / expected;
}

/** Weighted disagreement as counted, and by chance from the margins. */
function disagreements(
  table: readonly (readonly number[])[],
  weights: KappaWeights,
): { observed: number; expected: number; total: number } {
  const size = table.length;
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  let observed = 0;
  let expected = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const weight = disagreement(row, column, size, weights);
      observed += weight * ((table[row]?.[column] ?? 0) / total);
      expected += weight * (((rows[row] ?? 0) * (columns[column] ?? 0)) / total ** 2);
    }
  }
  return { observed, expected, total };
}

export type Agreement = {
  /** Cohen's kappa; null where chance alone explains the table. */
  kappa: number | null;
  /** 95 % interval of kappa, from that of the agreement with the agreement by chance held fixed. */
  interval: Interval | null;
  /** Agreement as counted (0..1), and what chance alone would give. */
  observed: number;
  expected: number;
  items: number;
  /** Nearly everything falls into one category: kappa is low however often two agree (Feinstein and Cicchetti 1990). */
  isOneSided: boolean;
};

/** From here on agreement by chance leaves too little room for kappa to say much. */
const oneSidedFrom = 0.8;

/**
 * Agreement of two raters with its interval, which comes from the exact interval of the agreement
 * (`boundedMeanInterval`) and so has a width also where all agree. Null without a shared item.
 */
export function agreement(
  table: readonly (readonly number[])[],
  weights: KappaWeights = "none",
): Agreement | null {
  const { observed, expected, total } = disagreements(table, weights);
  if (total === 0) return null;
  const agreements = table.flatMap((row, place) =>
    row.flatMap((count, column) =>
      Array.from({ length: count }, () => 1 - disagreement(place, column, table.length, weights)),
    ),
  );
  const { low, high } = boundedMeanInterval(agreements);
  const isKnown = expected > 0;
  return {
    kappa: isKnown ? 1 - observed / expected : null,
    interval: isKnown
      ? { low: Math.max(-1, 1 - (1 - low) / expected), high: 1 - (1 - high) / expected }
      : null,
    observed: 1 - observed,
    expected: 1 - expected,
    items: total,
    isOneSided: 1 - expected >= oneSidedFrom,
  };
}

/** Counts two raters' labels into the table `cohenKappa` takes; categories in the order given. */
export function confusionTable<Label>(
  pairs: readonly (readonly [Label, Label])[],
  categories: readonly Label[],
): number[][] {
  const table = categories.map(() => categories.map(() => 0));
  for (const [left, right] of pairs) {
    const row = table[categories.indexOf(left)];
    const column = categories.indexOf(right);
    if (row && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

function disagreement(row: number, column: number, size: number, weights: KappaWeights): number {
  if (weights === "none") return row === column ? 0 : 1;
  const distance = Math.abs(row - column) / (size - 1);
  return weights === "linear" ? distance : distance ** 2;
}
