export { formatKpi, kpiChangeWords } from "./format-kpi.ts";
