import { formatPercent, formatSigned } from "#platform/format";

const numerals = ["No", "One", "Two", "Three", "Four", "Five"] as const;

/** One, Two ... Five, then digits. */
export function numeral(count: number): string {
  return numerals[count] ?? String(count);
}

/** owner, admin or engineer */
export function orList(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** 0.2 -> 20 % */
export function percent(share: number): string {
  return formatPercent(share, 1);
}

/** A change of a 0..1 metric in points with its interval: +4.2 points (1.3 to 7.1). */
export function pointsWithInterval(change: number, low: number, high: number): string {
  return `${formatSigned(change * 100, 1)} points (${plain(low * 100)} to ${plain(high * 100)})`;
}

function plain(value: number): string {
  const text = value.toFixed(1).replace(/\.0$/, "");
  return text === "-0" ? "0" : text.replace("-", "−");
}
