export { formatKpi, formatKpiChange, kpiChangeWords } from "./kpi-words.ts";
