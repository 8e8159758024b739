/**
 * Where a rising function crosses 0 between two ends, by false position (Illinois); the ends need not be evaluated.
 * `miss` may be infinite at the ends but must be finite inside.
 */
export function risingRoot(
  miss: (at: number) => number,
  [from, to]: readonly [number, number],
  precision = 1e-12,
): number {
  let [low, high] = [from, to];
  let [lowMiss, highMiss] = [Number.NaN, Number.NaN];
  let side = 0;
  for (
    let turn = 0;
    turn < 120 && high - low > precision * Math.max(Math.abs(to - from), 1e-300);
    turn += 1
  ) {
    const guess = (low * highMiss - high * lowMiss) / (highMiss - lowMiss);
    const at = guess > low && guess < high ? guess : (low + high) / 2;
    const value = miss(at);
    if (Math.abs(value) < 1e-9) return at;
    if (value < 0) {
      [low, lowMiss] = [at, value];
      if (side === -1) highMiss /= 2;
      side = -1;
    } else {
      [high, highMiss] = [at, value];
      if (side === 1) lowMiss /= 2;
      side = 1;
    }
  }
  return (low + high) / 2;
}
