import { formatDuration, formatMoney, formatPercent, formatValue } from "#platform/format";
import type { MetricComparison } from "./shape.ts";

/** A number with a true minus sign and always the same digits, so that ends of an interval line up. */
export function plain(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && !/^[0.,]*$/.test(text) ? `−${text}` : text;
}

/** The same with a plus before what grew; no sign before nothing. */
export function signed(value: number, digits: number): string {
  const text = plain(value, digits);
  return value > 0 && !/^[0.,]*$/.test(text) ? `+${text}` : text;
}

/** A metric's value with its unit; "—" for nothing. */
export function metricValue(unit: MetricComparison["unit"], value: number | null): string {
  if (value === null) return "—";
  switch (unit) {
    case "share":
      return formatPercent(value);
    case "score":
      return plain(value, 2);
    case "usd":
      return formatMoney(value);
    case "ms":
      return formatDuration(value);
    case "grams":
      return formatValue(value);
    default:
      return unit satisfies never;
  }
}

type Change = Pick<MetricComparison, "unit" | "change" | "relativeChange">;

/** A metric's change: points for shares, plain for scores, percent of the baseline for the rest. */
export function metricChange({ unit, change, relativeChange }: Change): string {
  if (unit === "share") return change === null ? "—" : signed(change * 100, 1).replace(/^0\.0$/, "0");
  if (unit === "score") return change === null ? "—" : signed(change, 2);
  return relativeChange === null ? "—" : `${signed(relativeChange * 100, 1)} %`;
}

/** An end of the interval of a change, in the figures `metricChange` shows, without a unit. */
export function intervalEnd(unit: MetricComparison["unit"], value: number): string {
  return unit === "score" ? plain(value, 2) : plain(value * 100, 1);
}

export function pValue(p: number): string {
  if (p < 0.001) return "p < 0.001";
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`;
}
