import { paths } from "#platform/paths";
import type { OverviewQuery } from "#schema/releases";

/** The overview with some of its choices changed; what is usual is left out of the address. */
export function overviewHref(project: string, query: OverviewQuery, change: Partial<OverviewQuery>): string {
  const { days, metric, split, promptId, kpi } = { ...query, ...change };
  const search = new URLSearchParams();
  if (days !== 30) search.set("days", String(days));
  if (metric !== "quality") search.set("metric", metric);
  if (split !== "none") search.set("split", split);
  if (promptId) search.set("promptId", promptId);
  if (kpi) search.set("kpi", kpi);
  return search.size > 0 ? `${paths.overview(project)}?${search}` : paths.overview(project);
}

/** The day after, where a span of one day ends. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The traffic behind a number of the overview. */
export function trafficHref(
  project: string,
  filter: { from?: Date | string; to?: Date | string; promptId?: string; status?: string },
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(filter))
    if (value !== undefined)
      search.set(key, value instanceof Date ? value.toISOString().slice(0, 10) : value);
  search.set("simulated", "false");
  return `${paths.traffic(project)}?${search}`;
}
