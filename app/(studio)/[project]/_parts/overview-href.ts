import { paths } from "#platform/paths";
import type { OverviewQuery } from "#schema/loop";
import { hrefOf } from "./scope-links.ts";

/** What of the overview's address is not its scope; the usual is left out. */
export function chartParts({
  metric,
  split,
  kpi,
  against,
  by,
}: OverviewQuery): Record<string, string | undefined> {
  return {
    metric: metric === "quality" ? undefined : metric,
    split: split === "none" ? undefined : split,
    kpi,
    against: against === "before" ? undefined : against,
    by,
  };
}

/** The overview with some of its choices changed; what is usual is left out of the address. */
export function overviewHref(project: string, query: OverviewQuery, change: Partial<OverviewQuery>): string {
  const next = { ...query, ...change };
  return hrefOf(paths.overview(project), next, { extra: chartParts(next) });
}
