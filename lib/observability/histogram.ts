/**
 * A histogram of milliseconds with logarithmic buckets, so that days, versions and machines add up
 * by adding counts. Bucket i holds values in (1.1^(i-1), 1.1^i] ms; its geometric middle is at most
 * sqrt(1.1) - 1 = 4.9 % from any value in it, between 1 ms and 24 hours. Outside, the ends stand.
 */
const ratio = 1.1;
const lastBucket = Math.ceil(Math.log(86_400_000) / Math.log(ratio));

/** The stated bound on how far a quantile read from a histogram is from the true value. */
export const histogramRelativeError = Math.sqrt(ratio) - 1;

/** The bucket a duration falls into. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 1)) return 0;
  // The small constant keeps a value that is exactly an edge in the bucket that edge closes.
  return Math.min(lastBucket, Math.ceil(Math.log(milliseconds) / Math.log(ratio) - 1e-9));
}

/** Adds one duration to the counts, which grow as far as they are needed. */
export function addToHistogram(counts: number[], milliseconds: number): void {
  const bucket = bucketOf(milliseconds);
  while (counts.length <= bucket) counts.push(0);
  counts[bucket] = (counts[bucket] ?? 0) + 1;
}

/** The sum of two histograms. */
export function addHistograms(left: readonly number[], right: readonly number[]): number[] {
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, i) => (left[i] ?? 0) + (right[i] ?? 0),
  );
}

/** The nearest-rank quantile in milliseconds, within `histogramRelativeError`; null when nothing was counted. */
export function histogramQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const [bucket, count] of counts.entries()) {
    seen += count;
    if (seen >= rank) return bucket === 0 ? 1 : ratio ** (bucket - 0.5);
  }
  return null;
}
