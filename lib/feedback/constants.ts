/** How a KPI's value is written. Percent values are fractions (0.92 is 92 %). */
export const kpiUnits = ["percent", "count", "usd", "seconds", "score"] as const;
