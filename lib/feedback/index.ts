import "./data.ts";

export {
  countFeedback,
  feedbackParts,
  feedbackSeries,
  feedbackSummary,
  listFeedback,
} from "./feedback/read.ts";
export { firstComplaints } from "./feedback/complaints.ts";
export { recordFeedback } from "./feedback/record.ts";
export { defineKpi, updateKpi } from "./kpis/define.ts";
export { findKpis } from "./kpis/find.ts";
export { listKpis } from "./kpis/list.ts";
export { kpiByVersion, kpiChange, kpiFigure, kpiSeries } from "./kpis/read.ts";
export { mostObservedKpi } from "./kpis/most-observed.ts";
export { recordKpi } from "./kpis/record.ts";
export { feedbackSentence } from "./describe.ts";
