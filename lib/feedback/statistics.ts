const z95 = 1.959963984540054;

export type Interval = { low: number; high: number };

/** 95 % Wilson interval of a share; null of nothing. Bounds are pulled back where rounding would leave 0..1. */
export function wilson(successes: number, count: number): Interval | null {
  if (count <= 0) return null;
  const share = successes / count;
  const square = z95 * z95;
  const middle = share + square / (2 * count);
  const spread = z95 * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  const scale = 1 + square / count;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

type Share = { successes: number; count: number };

/** How much larger one share is than another, with Newcombe's 95 % interval (his method 10); null when either has nothing. */
export function shareDifference(after: Share, before: Share): (Interval & { difference: number }) | null {
  const one = wilson(after.successes, after.count);
  const two = wilson(before.successes, before.count);
  if (!one || !two) return null;
  const p = after.successes / after.count;
  const q = before.successes / before.count;
  const difference = p - q;
  return {
    difference,
    low: difference - Math.hypot(p - one.low, two.high - q),
    high: difference + Math.hypot(one.high - p, q - two.low),
  };
}

/** Sums over records, each a mean `x` of `w` observations: of their count, w, wx, (wx)², wx·w and w². */
export type RecordSums = {
  records: number;
  weight: number;
  sum: number;
  sumSquares: number;
  sumTimesWeight: number;
  weightSquares: number;
};

/**
 * 95 % interval of a weighted mean, each record taken as one cluster (observations of one day are alike,
 * so they don't count singly): ratio estimator, Student's t. Null below five records.
 */
export function meanInterval({
  records,
  weight,
  sum,
  sumSquares,
  sumTimesWeight,
  weightSquares,
}: RecordSums): Interval | null {
  if (records < 5 || weight <= 0) return null;
  const mean = sum / weight;
  const residuals = Math.max(0, sumSquares - 2 * mean * sumTimesWeight + mean * mean * weightSquares);
  const standardError = Math.sqrt((records / (records - 1)) * residuals) / weight;
  const spread = studentT(records - 1) * standardError;
  return { low: mean - spread, high: mean + spread };
}

/** The 0.975 quantile of Student's t by Fisher's expansion around the normal one; within 0.3 % from four degrees of freedom on. */
function studentT(freedom: number): number {
  const z = z95;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}
