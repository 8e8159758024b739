import { type inferParserType, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { readScope, scopeHref } from "#client/observability";
import { pageAddress, parseAsPattern, parseAsSchema, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { AgainstInput, overviewMetrics, type OverviewQuery, overviewSplits } from "#schema/loop";
import { scopeParts } from "#schema/observability";

const parsers = {
  metric: parseAsStringLiteral(overviewMetrics).withDefault("quality"),
  split: parseAsStringLiteral(overviewSplits).withDefault("none"),
  kpi: parseAsPattern(/^.{1,60}$/),
  against: parseAsSchema(AgainstInput).withDefault("before"),
  by: parseAsStringLiteral(scopeParts),
};
const overviewAddress = pageAddress(parsers);

/** What the overview's address asks for: its scope, and the choices beside it. */
export function readOverviewAddress(search: SearchParams) {
  const { kpi, by, ...usual } = overviewAddress.load(search);
  return { ...readScope(search), ...usual, ...present({ kpi, by }) };
}

/** The overview in the usual scope, its other choices as they are. */
export function chartHref(project: string, query: OverviewQuery): string {
  return overviewAddress.href(paths.overview(project), chartParts(query));
}

function chartParts({ metric, split, kpi, against, by }: OverviewQuery): inferParserType<typeof parsers> {
  return { metric, split, kpi: kpi ?? null, against, by: by ?? null };
}

/** The overview with some of its choices changed; what is usual is left out of the address. */
export function overviewHref(project: string, query: OverviewQuery, change: Partial<OverviewQuery>): string {
  const next = { ...query, ...change };
  return scopeHref(chartHref(project, next), next);
}
