import { daysOf } from "#client/observability";
import { isId } from "#platform/is-id";
import type { OverviewChart, OverviewQuery } from "#schema/loop";
import type { ScopeQuery } from "#schema/observability";
import { decisionsHref, judgedHref, kpiHref, trafficHref } from "./scope-links.ts";

type Point = {
  chart: Pick<OverviewChart, "metric" | "trailing">;
  day: string;
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
  { chart: { metric, trailing }, day, kpiKey, line }: Point,
): string | undefined {
  const of = lineOf(query, line);
  if (!of) return undefined;
  const change = { ...daysOf(day, trailing), ...of };
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

function lineOf({ split }: Pick<OverviewQuery, "split">, line: string): Partial<ScopeQuery> | null {
  if (split === "none") return {};
  if (!isId(line)) return null;
  return split === "version" ? { version: line } : { prompt: line };
}
