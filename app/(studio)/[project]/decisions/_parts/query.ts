import { type inferParserType, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { scopeOf, scopeSearch } from "#client/observability";
import { listAddress, parseAsId, parseAsPattern, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { ScopeQuery } from "#schema/observability";
import { decisionKinds, splits } from "#schema/review";

const parsers = {
  kind: parseAsStringLiteral(decisionKinds),
  reason: parseAsPattern(/^.{1,60}$/),
  reviewer: parseAsId,
  model: parseAsPattern(/^.{1,200}$/),
  language: parseAsPattern(/^.{1,8}$/),
  /** "only": rejections for a reason that counts as a safety failure. */
  safety: parseAsStringLiteral(["only"]),
  split: parseAsStringLiteral(splits).withDefault("version"),
};
const decisionList = listAddress(parsers);

export type DecisionsFilters = inferParserType<typeof parsers>;
export type DecisionsQuery = DecisionsFilters & { scope: ScopeQuery; cursor: string | null };
type Change = Partial<DecisionsFilters> & { cursor?: string | null; scope?: Partial<ScopeQuery> };

/** The explorer's address: the scope, what narrows the list, and how the figures are split. */
export function readQuery(search: SearchParams): DecisionsQuery {
  const { sort: _, ...filters } = decisionList.load(search);
  const own = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, [value].flat()[0]]));
  return { scope: ScopeQuery.parse({ ...own, source: search["source"] }), ...filters };
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

/** The address with some of it changed; from the first page. */
export function hrefOf(project: string, query: DecisionsQuery, change: Change = {}): string {
  const { scope: scopeChange, ...filters } = change;
  const { scope, cursor: _, ...now } = query;
  const search = scopeSearch(scope, scopeChange);
  const base = paths.decisions(project);
  return decisionList.href(search.size > 0 ? `${base}?${search}` : base, { ...now, ...filters });
}

/** The address without a scope, for what changes the scope. */
export function restOf(
  project: string,
  { scope: _scope, cursor: _cursor, ...filters }: DecisionsQuery,
): string {
  return decisionList.href(paths.decisions(project), filters);
}
