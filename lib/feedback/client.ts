export { formatKpi, formatKpiChange, kpiChangeWords } from "./format-kpi.ts";
