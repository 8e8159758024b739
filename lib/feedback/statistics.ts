const z95 = 1.959963984540054;

/** 95 % Wilson interval of a share; null of nothing. Bounds are pulled back where rounding would leave 0..1. */
export function wilson(successes: number, count: number): { low: number; high: number } | null {
  if (count <= 0) return null;
  const share = successes / count;
  const square = z95 * z95;
  const middle = share + square / (2 * count);
  const spread = z95 * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  const scale = 1 + square / count;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
