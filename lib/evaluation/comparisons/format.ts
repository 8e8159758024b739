import { formatDuration, formatEstimated, formatMoney, formatPercent, formatValue } from "#platform/format";
import { writeDecimals } from "#platform/rounding";
import type { MetricComparison } from "./schema.ts";

/**
 * A number with a true minus sign and the same digits wherever they suffice, so that ends of an interval line up; more
 * where fewer would put it on the wrong side of 0 or of `limits`.
 */
export function plain(value: number, digits: number, limits: readonly number[] = [0]): string {
  return writeDecimals(value, { least: digits, most: digits, limits });
}

/** The same with a plus before what grew; no sign before nothing. */
export function signed(value: number, digits: number): string {
  const text = plain(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A metric's value with its unit, on its side of the `limits` (in the metric's unit) it is compared with; "—" for nothing. */
export function metricValue(
  unit: MetricComparison["unit"],
  value: number | null,
  limits: readonly number[] = [],
): string {
  if (value === null) return "—";
  switch (unit) {
    case "share":
      return formatPercent(value, 1, limits);
    case "score":
      return plain(value, 2, [0, 1, ...limits]);
    case "usd":
      return formatMoney(value, limits);
    case "ms":
      return formatDuration(value, limits);
    case "grams":
      return formatValue(value, 3, limits);
    default:
      return unit satisfies never;
  }
}

/** A metric's value on one side, marked where it is an estimate. */
export function sideValue(
  {
    unit,
    estimatedCalls,
    ...metric
  }: Pick<MetricComparison, "unit" | "baseline" | "candidate" | "estimatedCalls">,
  side: "baseline" | "candidate",
): string {
  const isEstimated = metric[side] !== null && (estimatedCalls?.[side] ?? 0) > 0;
  return formatEstimated(metricValue(unit, metric[side]), isEstimated);
}

type Change = Pick<MetricComparison, "unit" | "change" | "relativeChange" | "estimatedCalls">;

/** A metric's change: points for shares, plain for scores, percent of the baseline for the rest. */
export function metricChange({ unit, change, relativeChange, estimatedCalls }: Change): string {
  if (unit === "share") return change === null ? "—" : signed(change * 100, 1).replace(/^0\.0$/, "0");
  if (unit === "score") return change === null ? "—" : signed(change, 2);
  return relativeChange === null
    ? "—"
    : formatEstimated(`${signed(relativeChange * 100, 1)} %`, isEstimate({ estimatedCalls }));
}

/** Whether a change rests on calls whose provider did not count, on either side. */
export function isEstimate({
  estimatedCalls,
}: {
  estimatedCalls?: MetricComparison["estimatedCalls"] | undefined;
}): boolean {
  return estimatedCalls !== undefined && estimatedCalls.baseline + estimatedCalls.candidate > 0;
}

/** An end of the interval of a change, in the figures `metricChange` shows, without a unit. */
export function intervalEnd(unit: MetricComparison["unit"], value: number): string {
  return unit === "score" ? plain(value, 2) : plain(value * 100, 1);
}

/** "p = 0.031"; never on the wrong side of 5 %, nor 0 or 1 unless it is. */
export function pValue(p: number): string {
  if (p < 0.001) return "p < 0.001";
  return `p = ${writeP(p)}`;
}

/** The bare figure of a p-value, for a line that already says what it is. */
export function writeP(p: number): string {
  const digits = p < 0.1 ? 3 : 2;
  return p < 0.001 ? "< 0.001" : writeDecimals(p, { least: digits, most: digits, limits: [0.05, 1] });
}
