import "./data.ts";

export { cacheFigures, countReplays } from "./cached/read.ts";
export { callsByVersion } from "./usage/by-version.ts";
export { awaitStored, enqueueGeneration, flushGenerations, recordGenerations } from "./generations/record.ts";
export { admitCall, checkRecording } from "./generations/admission.ts";
export { openGenerationLog } from "./generations/open-log.ts";
export { countGenerations, getGeneration, getGenerations, listGenerations } from "./generations/read.ts";
export { callsOfOthers } from "./generations/others.ts";
export { endUserOf } from "./generations/end-user.ts";
export { inScope } from "./in-scope.ts";
export { callScopes } from "./generations/call-scopes.ts";
export { getTrace } from "./generations/trace.ts";
export { routeFigures } from "./usage/of-route.ts";
export { callsOver, usageSeries, usageSummary } from "./usage/read.ts";
export { usageParts } from "./usage/parts.ts";
export { policyHits } from "./usage/policy-hits.ts";
export { modelsInUse, scopeCounts } from "./usage/scopes.ts";
export type { CacheFigures, CacheState } from "./cached/schema.ts";
export type {
  CallScope,
  Generation,
  GenerationRecord,
  GenerationStatus,
  GenerationSummary,
  GuardrailFinding,
} from "./generations/schema.ts";
export type { GenerationSource } from "./sources.ts";
export type { Span, SpanNode, Trace } from "./traces/schema.ts";
export type { Usage, UsagePoint, UsageSummary } from "./usage/schema.ts";
export {
  answeredOf,
  answersForP95,
  carbonPer1000,
  costPer1000,
  errorRate,
  p95Of,
  p95Words,
} from "./figures.ts";
export { partOf } from "./parts.ts";
export { scopeOf, spanBefore } from "./scope.ts";
