import { paths } from "#platform/paths";
import type { OverviewQuery } from "#schema/loop";
import { hrefOf } from "./scope-links.ts";

/** The overview in the usual scope, its other choices as they are. */
export function chartHref(project: string, query: OverviewQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(chartParts(query))) if (value) search.set(name, value);
  return search.size > 0 ? `${paths.overview(project)}?${search}` : paths.overview(project);
}

/** What of the overview's address is not its scope; the usual is left out. */
function chartParts({ metric, split, kpi, against, by }: OverviewQuery): Record<string, string | undefined> {
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
