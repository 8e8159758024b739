/** How many values fall into each of `bins` equal parts of low..high; what lies outside is counted at the nearest end. */
export function binCounts(
  values: readonly number[],
  { low, high, bins }: { low: number; high: number; bins: number },
): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low || 1)) * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
