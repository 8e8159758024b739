export {
  feedbackKinds,
  FeedbackKind,
  RecordFeedbackInput,
  ListFeedbackInput,
  FeedbackSummaryInput,
  FeedbackPartsInput,
  FirstComplaintsInput,
} from "./feedback/schema.ts";
export type { FeedbackPart, Feedback, FeedbackDay, FeedbackByVersion } from "./feedback/schema.ts";
export {
  MostObservedKpiInput,
  KpiUnit,
  KpiKey,
  DefineKpiInput,
  UpdateKpiInput,
  KpiValue,
  RecordKpiInput,
  KpiSeriesInput,
} from "./kpis/schema.ts";
export type { Kpi, KpiWithLatest, KpiPoint, KpiFigure, KpiChange, KpiByVersion } from "./kpis/schema.ts";
