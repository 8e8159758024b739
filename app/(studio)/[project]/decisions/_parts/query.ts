import type { SearchParams } from "nuqs/server";
import { readScope, scopeHref, scopeOf } from "#client/observability";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { ScopeQuery } from "#schema/observability";
import { decisionList, type DecisionsFilters } from "./decision-list.ts";

export type DecisionsQuery = DecisionsFilters & { scope: ScopeQuery; cursor: string | null };
type Change = Partial<DecisionsFilters> & { cursor?: string | null; scope?: Partial<ScopeQuery> };

/** The explorer's address: the scope, what narrows the list, and how the figures are split. */
export function readQuery(search: SearchParams): DecisionsQuery {
  const { sort: _, ...filters } = decisionList.load(search);
  return { scope: readScope(search), ...filters };
}

/** What the verbs take for it. */
export function inputOf(query: DecisionsQuery, now: Date) {
  const { scope, kind, reason, reviewer, model, language, safety, split, cursor } = query;
  return {
    ...scopeOf(scope, now),
    ...present({ kind, reasonKey: reason, reviewerId: reviewer, model, language, cursor }),
    ...(safety ? { safetyOnly: true } : {}),
    splitBy: split,
  };
}

/** The address with some of it changed; from the first page. `base` is another reader of the same address. */
export function hrefOf(
  project: string,
  query: DecisionsQuery,
  change: Change = {},
  base = paths.decisions(project),
): string {
  const { scope: scopeChange, ...filters } = change;
  const { scope, cursor: _, ...now } = query;
  return scopeHref(decisionList.href(base, { ...now, ...filters }), scope, scopeChange);
}

/** What narrows the list beneath the figures, off: the figures count the whole scope, and so do the lists they open. */
export const wholeScope = {
  kind: null,
  reason: null,
  reviewer: null,
  model: null,
  language: null,
  safety: null,
} satisfies Partial<DecisionsFilters>;

/** The address without a scope, for what changes the scope. */
export function restOf(
  project: string,
  { scope: _scope, cursor: _cursor, ...filters }: DecisionsQuery,
): string {
  return decisionList.href(paths.decisions(project), filters);
}
