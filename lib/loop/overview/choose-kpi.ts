/** The KPI asked for, else the first share (the kind most teams steer by), else the first. */
export function chooseKpi<Kpi extends { key: string; unit: string }>(
  kpis: readonly Kpi[],
  key: string | undefined,
): Kpi | undefined {
  return kpis.find((each) => each.key === key) ?? kpis.find((each) => each.unit === "percent") ?? kpis[0];
}
