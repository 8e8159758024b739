import { paths } from "#platform/paths";
import { everyCall, type ScopeQuery } from "#schema/observability";
import { scopeHref } from "#client/observability";
import { decisionList } from "../decisions/_parts/decision-list.ts";
import { feedbackList } from "../feedback/_parts/feedback-list.ts";
import { judgedList } from "../judged/_parts/judged-list.ts";
import { kpiList, wholeKpi } from "../settings/kpis/_kpi-list.ts";
import { trafficList } from "../traffic/_parts/traffic-list.ts";

type Change = Partial<ScopeQuery>;
/** What narrows a list down beside its scope. */
type Narrowing<List extends { href: (base: string, values: never) => string }> = Parameters<List["href"]>[1];

/** The calls of a scope, simulated ones left out as figures leave them out. */
export function trafficHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  narrowing: Narrowing<typeof trafficList> = {},
): string {
  const base = trafficList.href(paths.traffic(project), { simulated: "false", ...narrowing });
  return scopeHref(base, query, change, everyCall);
}

/** The decisions on a scope's outputs. */
export function decisionsHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  narrowing: Narrowing<typeof decisionList> = {},
): string {
  return scopeHref(decisionList.href(paths.decisions(project), narrowing), query, change);
}

/** What end users said of a scope's outputs. */
export function feedbackHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  narrowing: Narrowing<typeof feedbackList> = {},
): string {
  return scopeHref(feedbackList.href(paths.feedback(project), narrowing), query, change, everyCall);
}

/** The judged outputs that a quality figure of a scope is made of. */
export function judgedHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  narrowing: Narrowing<typeof judgedList> = {},
): string {
  return scopeHref(judgedList.href(paths.judged(project), narrowing), query, change);
}

/** A KPI in a scope. */
export function kpiHref(project: string, query: ScopeQuery, key: string, change: Change = {}): string {
  return scopeHref(kpiList.href(paths.kpis(project), { kpi: key }), query, change, wholeKpi);
}
