import { describe, expect, it } from "vitest";
import type { OverviewMetric, OverviewSplit } from "#schema/loop";
import { ScopeQuery } from "#schema/observability";
import { pointHref } from "./point-href.ts";

const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";
const day = "2026-11-20";

describe("what a point of the chart opens", () => {
  const open = (metric: OverviewMetric, split: OverviewSplit, line: string, { days = 1, ...span } = {}) => {
    const query = { ...ScopeQuery.parse(span), split };
    const href = pointHref("p", query, { metric, day, days, kpiKey: "k", line });
    return href === undefined ? undefined : new URL(href, "http://studio");
  };

  it("is the line's own: a version's point opens that version, a prompt's that prompt", () => {
    expect(open("latency", "version", id)?.searchParams.get("version")).toBe(id);
    expect(open("cost", "prompt", id)?.searchParams.get("prompt")).toBe(id);
    expect(open("quality", "version", id)?.searchParams.get("version")).toBe(id);
    for (const line of ["none", "", `draft:${id}`]) expect(open("cost", "version", line)).toBeUndefined();
    expect(open("latency", "none", "p95")?.searchParams.has("version")).toBe(false);
  });

  it("is of its day, or of the days it looks back on", () => {
    expect(open("cost", "none", "all")?.searchParams.get("from")).toContain("2026-11-20");
    expect(open("quality", "none", "all", { days: 7 })?.searchParams.get("from")).toContain("2026-11-14");
    expect(open("quality", "none", "all", { days: 7 })?.searchParams.get("to")).toContain("2026-11-2");
  });

  it("is of no more than the page's span where that cuts a day, but for shares, which look back", () => {
    const span = { from: "2026-11-20T06:00:00Z", to: "2026-11-20T18:00:00Z" };
    const of = (metric: OverviewMetric) => {
      const search = open(metric, "none", "all", { days: 7, ...span })?.searchParams;
      return [search?.get("from"), search?.get("to")];
    };
    for (const metric of ["cost", "latency", "kpi"] as const)
      expect(of(metric)).toEqual([expect.stringContaining("-20T06"), expect.stringContaining("-20T18")]);
    expect(of("quality")).toEqual([expect.stringContaining("2026-11-14"), expect.stringContaining("-20T18")]);
  });

  it("leaves out the calls that the figure leaves out", () => {
    expect(open("latency", "none", "p95")?.searchParams.get("status")).toBe("succeeded");
    expect(open("cost", "none", "all")?.searchParams.get("known")).toBe("cost");
    expect(open("carbon", "none", "all")?.searchParams.get("known")).toBe("carbon");
    expect(open("edit", "none", "all")?.searchParams.get("kind")).toBe("edit");
    for (const metric of ["cost", "latency", "tokens", "carbon"] as const)
      expect(open(metric, "none", "all")?.searchParams.get("simulated")).toBe("false");
  });
});
