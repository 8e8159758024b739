import { normalQuantile } from "./normal.ts";

export type PowerParts = {
  /** Variance over items of the difference of the two runs' expected scores (omega squared). */
  betweenVariance: number;
  /** Variance within an item of each run's score, and answers per item. */
  baselineVariance?: number;
  candidateVariance?: number;
  samples?: number;
  alpha?: number;
  power?: number;
};

/** Items needed to show a paired change of `effect` (Miller 2024, arXiv 2411.00640, eq. 9); not rounded. */
export function itemsNeeded(effect: number, parts: PowerParts): number {
  return (quantileSum(parts) ** 2 * spread(parts)) / effect ** 2;
}

/** The smallest paired change that `items` can show with the given power: the minimum detectable effect. */
export function smallestEffect(items: number, parts: PowerParts): number {
  return quantileSum(parts) * Math.sqrt(spread(parts) / items);
}

function quantileSum({ alpha = 0.05, power = 0.8 }: PowerParts): number {
  return normalQuantile(1 - alpha / 2) + normalQuantile(power);
}

function spread({
  betweenVariance,
  baselineVariance = 0,
  candidateVariance = 0,
  samples = 1,
}: PowerParts): number {
  return betweenVariance + (baselineVariance + candidateVariance) / samples;
}
