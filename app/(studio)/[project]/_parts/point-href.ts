import { daysOf } from "#client/observability";
import { isId } from "#platform/is-id";
import type { OverviewMetric, OverviewQuery } from "#schema/loop";
import type { ScopeQuery } from "#schema/observability";
import { decisionsHref, judgedHref, kpiHref, trafficHref } from "./scope-links.ts";

type Point = {
  metric: OverviewMetric;
  day: string;
  /** How many days up to its own it is of. */
  days: number;
  kpiKey: string | null;
  /** The key of its line: a prompt's or version's id where the chart is split. */
  line: string;
};

/**
 * What a point of the overview's chart is made of: the rows of its line, of its day or of the days it looks back on, and
 * of those the ones that its figure counts. Undefined for a line that no address names, such as a draft's.
 */
export function pointHref(
  project: string,
  query: ScopeQuery & Pick<OverviewQuery, "split">,
  { metric, day, days, kpiKey, line }: Point,
): string | undefined {
  const of = lineOf(query, line);
  if (!of) return undefined;
  const change = { ...spanOf(query, { metric, day, days }), ...of };
  switch (metric) {
    case "quality":
      return judgedHref(project, query, change);
    case "approval":
      return decisionsHref(project, query, change);
    case "edit":
      return decisionsHref(project, query, change, { kind: "edit" });
    case "kpi":
      return kpiHref(project, query, kpiKey ?? "", change);
    case "latency":
      return trafficHref(project, query, change, { status: "succeeded" });
    case "cost":
    case "carbon":
      return trafficHref(project, query, change, { known: metric });
    case "tokens":
      return trafficHref(project, query, change);
    default:
      return metric satisfies never;
  }
}

/** The days of a point as far as the page's span has them; shares look back past its first day. */
function spanOf(query: ScopeQuery, { metric, day, days }: Pick<Point, "metric" | "day" | "days">) {
  const { from, to } = daysOf(day, days);
  const looksBack = metric === "quality" || metric === "approval" || metric === "edit";
  return {
    from: query.from && !looksBack && query.from > from ? query.from : from,
    to: query.to && query.to < to ? query.to : to,
  };
}

function lineOf({ split }: Pick<OverviewQuery, "split">, line: string): Partial<ScopeQuery> | null {
  if (split === "none") return {};
  if (!isId(line)) return null;
  return split === "version" ? { version: line } : { prompt: line };
}
