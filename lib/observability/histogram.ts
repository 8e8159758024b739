/**
 * A histogram of milliseconds with logarithmic buckets, so that days, versions and machines add up
 * by adding counts. Bucket i holds values in (1.1^(i-1), 1.1^i] ms; its geometric middle is at most
 * sqrt(1.1) - 1 = 4.9 % from any value in it, over 1 ms and up to 24 hours. Bucket 0 holds what took up to 1 ms, read as 0.5 ms,
 * which can be as far off as it is large; above 24 hours the end stands.
 */
const ratio = 1.1;
export const lastBucket = Math.ceil(Math.log(86_400_000) / Math.log(ratio));

/** The stated bound on how far a quantile read from a histogram is from the true value, over 1 ms. */
export const histogramRelativeError = Math.sqrt(ratio) - 1;

/** The bucket a duration falls into. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 1)) return 0;
  // The small constant keeps a value that is exactly an edge in the bucket that edge closes.
  return Math.min(lastBucket, Math.ceil(Math.log(milliseconds) / Math.log(ratio) - 1e-9));
}

/** Adds one duration to the counts, which grow as far as they are needed. */
export function addToHistogram(counts: number[], milliseconds: number): void {
  addToBucket(counts, bucketOf(milliseconds), 1);
}

/** Adds to one bucket's count. */
export function addToBucket(counts: number[], bucket: number, count: number): void {
  while (counts.length <= bucket) counts.push(0);
  counts[bucket] = (counts[bucket] ?? 0) + count;
}

/** Adds a histogram to another one in its place. */
export function addHistogram(to: number[], counts: readonly number[]): void {
  while (to.length < counts.length) to.push(0);
  for (let bucket = 0; bucket < counts.length; bucket += 1)
    to[bucket] = (to[bucket] ?? 0) + (counts[bucket] ?? 0);
}

/**
 * A quantile in milliseconds by the product's one definition (linear between order statistics, type 7, as `quantile` of
 * #statistics), each order statistic taken as its bucket's middle: within `histogramError` of the exact one,
 * since an average of values that are each within a share is within that share. Null when nothing was counted.
 */
export function histogramQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const place = (total - 1) * quantile;
  const below = Math.floor(place);
  const left = orderStatistic(counts, below);
  const right = orderStatistic(counts, Math.min(below + 1, total - 1));
  return left + (right - left) * (place - below);
}

/** How far a quantile read from these counts can be from the exact one, as a share of what is read. */
export function histogramError(counts: readonly number[], quantile: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const before = Math.floor((total - 1) * quantile);
  return (counts[0] ?? 0) > before ? 1 : histogramRelativeError;
}

/** The middle of the bucket that holds the value with this many values before it. */
function orderStatistic(counts: readonly number[], before: number): number {
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    seen += counts[bucket] ?? 0;
    if (seen > before) return bucket === 0 ? 0.5 : ratio ** (bucket - 0.5);
  }
  return Number.NaN;
}

/** How many values are surely above a limit, and how many may be: those of the limit's own bucket can lie on either side. */
export function histogramAbove(counts: readonly number[], limitMs: number): { low: number; high: number } {
  const own = bucketOf(limitMs);
  let low = 0;
  for (let bucket = own + 1; bucket < counts.length; bucket += 1) low += counts[bucket] ?? 0;
  return { low, high: low + (counts[own] ?? 0) };
}
