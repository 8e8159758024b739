import { paths } from "#platform/paths";
import { everyCall, type ScopeQuery, type usualScope } from "#schema/observability";
import { scopeSearch } from "#client/observability";

type Extra = Readonly<Record<string, string | undefined>>;
type Change = Partial<ScopeQuery>;

/** The calls of a scope, simulated ones left out as figures leave them out. */
export function trafficHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  extra: Extra = {},
): string {
  return hrefOf(paths.traffic(project), query, {
    change,
    usual: everyCall,
    extra: { simulated: "false", ...extra },
  });
}

/** The decisions on a scope's outputs; `extra` has reason, reviewer, kind. */
export function decisionsHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  extra: Extra = {},
): string {
  return hrefOf(paths.decisions(project), query, { change, extra });
}

/** What end users said of a scope's outputs. */
export function feedbackHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  extra: Extra = {},
): string {
  return hrefOf(paths.feedback(project), query, { change, usual: everyCall, extra });
}

/** The judged outputs that a quality figure of a scope is made of. */
export function judgedHref(
  project: string,
  query: ScopeQuery,
  change: Change = {},
  extra: Extra = {},
): string {
  return hrefOf(paths.judged(project), query, { change, extra });
}

/** A KPI in a scope. */
export function kpiHref(project: string, query: ScopeQuery, key: string, change: Change = {}): string {
  return hrefOf(paths.kpis(project), query, { change, extra: { kpi: key } });
}

/** An address in a scope with some of it changed. */
export function hrefOf(
  base: string,
  query: ScopeQuery,
  { change = {}, extra = {}, usual }: { change?: Change; extra?: Extra; usual?: typeof usualScope } = {},
): string {
  const search = scopeSearch(query, change, usual);
  for (const [name, value] of Object.entries(extra))
    if (value !== undefined && value !== "") search.set(name, value);
  return search.size > 0 ? `${base}?${search}` : base;
}
