import { mean, sampleVariance } from "./numbers.ts";

/** Standard error of a mean. */
export function standardError(values: readonly number[]): number {
  return Math.sqrt(sampleVariance(values) / values.length);
}

/**
 * Clustered standard error of a mean (Miller 2024, arXiv 2411.00640, eq. 4): adds the products of
 * deviations within a cluster. For paired runs pass the differences.
 */
export function clusteredStandardError(values: readonly number[], clusters: readonly string[]): number {
  const centre = mean(values);
  const sums = new Map<string, { sum: number; squares: number }>();
  values.forEach((value, place) => {
    const name = clusters[place] ?? "";
    const total = sums.get(name) ?? { sum: 0, squares: 0 };
    sums.set(name, { sum: total.sum + value - centre, squares: total.squares + (value - centre) ** 2 });
  });
  let cross = 0;
  for (const { sum, squares } of sums.values()) cross += sum * sum - squares;
  return Math.sqrt(Math.max(0, standardError(values) ** 2 + cross / values.length ** 2));
}
