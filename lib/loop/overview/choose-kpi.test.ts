import { expect, it } from "vitest";
import { chooseKpi } from "./choose-kpi.ts";

const [revenue, solved, saved] = [
  { key: "revenue", unit: "usd" },
  { key: "solved", unit: "percent" },
  { key: "saved", unit: "percent" },
];

it("takes the KPI that is asked for, else the first share, else the first", () => {
  const kpis = [revenue, solved, saved];
  expect(chooseKpi(kpis, "saved")).toBe(saved);
  expect(chooseKpi(kpis, undefined)).toBe(solved);
  expect(chooseKpi(kpis, "gone")).toBe(solved);
  expect(chooseKpi([revenue], "gone")).toBe(revenue);
  expect(chooseKpi([], "revenue")).toBeUndefined();
});
