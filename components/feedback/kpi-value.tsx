import { formatDuration, formatMoney, formatNumber, formatPercent, formatValue } from "#platform/format";
import type { KpiUnit } from "#schema/feedback";

/** A KPI's value as its unit is written; "—" for none. */
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

export const kpiUnitNames: Record<KpiUnit, string> = {
  percent: "Percent (a share of 0 to 1)",
  count: "Count",
  usd: "US dollars",
  seconds: "Seconds",
  score: "Score",
};
