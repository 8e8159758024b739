import { z } from "zod";
import { ScopeQuery } from "#schema/observability";
import { scopeOf, scopeSearch } from "#client/observability";
import { DecisionKind, splits } from "#schema/review";
import { paths } from "#platform/paths";

const Extra = z.object({
  kind: DecisionKind.optional().catch(undefined),
  reason: z.string().min(1).max(60).optional().catch(undefined),
  reviewer: z.uuid().optional().catch(undefined),
  model: z.string().min(1).max(200).optional().catch(undefined),
  language: z.string().min(1).max(8).optional().catch(undefined),
  /** "only": rejections for a reason that counts as a safety failure. */
  safety: z.literal("only").optional().catch(undefined),
  split: z.enum(splits).catch("version"),
  cursor: z.string().max(200).optional().catch(undefined),
});
export type DecisionsQuery = { scope: ScopeQuery } & z.output<typeof Extra>;
type Search = Record<string, string | string[] | undefined>;

/** The explorer's address: the scope, what narrows the list, and how the figures are split. */
export function readQuery(search: Search): DecisionsQuery {
  const own = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, [value].flat()[0]]));
  return { scope: ScopeQuery.parse({ ...own, source: search["source"] }), ...Extra.parse(own) };
}

/** What the verbs take for it. */
export function inputOf(
  { scope, kind, reason, reviewer, model, language, safety, split, cursor }: DecisionsQuery,
  now: Date,
) {
  return {
    ...scopeOf(scope, now),
    ...(kind ? { kind } : {}),
    ...(reason ? { reasonKey: reason } : {}),
    ...(reviewer ? { reviewerId: reviewer } : {}),
    ...(model ? { model } : {}),
    ...(language ? { language } : {}),
    ...(safety ? { safetyOnly: true } : {}),
    ...(cursor ? { cursor } : {}),
    splitBy: split,
  };
}

/** The address with some of it changed; from the first page. */
export function hrefOf(
  project: string,
  query: DecisionsQuery,
  change: Partial<Omit<DecisionsQuery, "scope">> & { scope?: Partial<ScopeQuery> } = {},
): string {
  const { scope, ...rest } = change;
  const next = { ...query, cursor: undefined, ...rest };
  const search = scopeSearch(query.scope, scope);
  for (const name of ["kind", "reason", "reviewer", "model", "language", "safety", "cursor"] as const) {
    const value = next[name];
    if (value) search.set(name, value);
  }
  if (next.split !== "version") search.set("split", next.split);
  return search.size > 0 ? `${paths.decisions(project)}?${search}` : paths.decisions(project);
}
