import { type Interval, positiveMeanInterval } from "#statistics";

/** Interval (95 %) of the mean cost of a call (USD); null where too few calls say nothing. `most` is what no call can take more than, where that is known. A model that is free is free for every call, seen or not. */
export function meanCostInterval(
  costsUsd: readonly number[],
  most: number | null = null,
  confidence = 0.95,
): Interval | null {
  const isFree = costsUsd.length > 0 && costsUsd.every((cost) => cost === 0);
  return isFree ? { low: 0, high: 0 } : positiveMeanInterval(costsUsd, { most, confidence });
}
