import type { KpiUnit } from "#schema/feedback";

export const kpiUnitNames: Record<KpiUnit, string> = {
  percent: "Percent (a share of 0 to 1)",
  count: "Count",
  usd: "US dollars",
  seconds: "Seconds",
  score: "Score",
};
