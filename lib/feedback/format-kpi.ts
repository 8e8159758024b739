import {
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSigned,
  formatValue,
} from "#platform/format";
import type { KpiUnit } from "./schema.ts";

/** A KPI's value as its unit is written; "—" for none. Percent values are fractions. */
export function formatKpi(value: number | null, unit: KpiUnit): string {
  switch (unit) {
    case "percent":
      return formatPercent(value);
    case "count":
      return formatNumber(value, value !== null && !Number.isInteger(value) ? 1 : 0);
    case "usd":
      return formatMoney(value);
    case "seconds":
      return formatDuration(value === null ? null : value * 1000);
    case "score":
      return formatValue(value);
    default:
      return unit satisfies never;
  }
}

/** A change of a KPI with its sign: +1.2 points, −15 s. */
export function formatKpiChange(change: number, unit: KpiUnit): string {
  if (unit === "percent") return `${formatSigned(change * 100, 1)} points`;
  if (unit === "count") return formatSigned(change, 1);
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return `${sign}${formatKpi(Math.abs(change), unit)}`;
}

/** A change with its interval: "+1.2 points (0.3 to 2.1)". */
export function kpiChangeWords(move: { change: number; low: number; high: number }, unit: KpiUnit): string {
  const bound = (value: number) =>
    unit === "percent"
      ? formatSigned(value * 100, 1).replace("+", "")
      : formatKpiChange(value, unit).replace("+", "");
  return `${formatKpiChange(move.change, unit)} (${bound(move.low)} to ${bound(move.high)})`;
}
