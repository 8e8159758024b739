import { formatPercent, formatSigned } from "#platform/format";
import { writeDecimals } from "#platform/rounding";

const numerals = ["No", "One", "Two", "Three", "Four", "Five"] as const;

/** One, Two ... Five, then digits. */
export function numeral(count: number): string {
  return numerals[count] ?? String(count);
}

/** owner, admin or engineer */
export function orList(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** 0.2 -> 20 %; never rounded onto or past the `limits` (shares) it is compared with. */
export function percent(share: number, limits: readonly number[] = []): string {
  return formatPercent(share, 1, limits);
}

/**
 * A change of a 0..1 metric in points with its interval: +4.2 points (1.3 to 7.1). Its ends stay on their side of 0
 * and of the `limits` (points) the gate holds them against.
 */
export function pointsWithInterval(
  change: number,
  { low, high }: { low: number; high: number },
  limits: readonly number[] = [],
): string {
  const end = (value: number) => writeDecimals(value * 100, { most: 1, limits: [0, ...limits] });
  return `${formatSigned(change * 100, 1)} points (${end(low)} to ${end(high)})`;
}
