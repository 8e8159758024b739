import fc from "fast-check";
import { expect, it } from "vitest";
import { overviewMetrics, overviewSplits } from "#schema/loop";
import { scopeParts } from "#schema/observability";
import { overviewHref, readOverviewAddress } from "./overview-href.ts";
import { kpiHref, trafficHref } from "./scope-links.ts";

const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";
const read = (href: string) =>
  readOverviewAddress(Object.fromEntries(new URL(href, "http://x").searchParams));

it("the overview reads what it wrote, and the usual does not stand in its address", () => {
  expect(overviewHref("p", read("/p"), {})).toBe("/p");
  fc.assert(
    fc.property(
      fc.record({
        metric: fc.constantFrom(...overviewMetrics),
        split: fc.constantFrom(...overviewSplits),
        against: fc.constantFrom("before", "version", "environment:staging"),
        by: fc.option(fc.constantFrom(...scopeParts), { nil: undefined }),
        kpi: fc.option(fc.constant("solved at first contact"), { nil: undefined }),
        environment: fc.constantFrom("production", "any", "staging"),
        days: fc.constantFrom(0, 7, 30, 90),
        prompt: fc.option(fc.constant(id), { nil: undefined }),
      }),
      (change) => {
        const href = overviewHref("p", read("/p"), change);
        expect(read(href)).toEqual({ ...read("/p"), ...change });
        expect(overviewHref("p", read(href), {})).toBe(href);
      },
    ),
  );
});

it("ignores what makes no sense, part by part", () => {
  expect(read("/p?metric=speed&split=x&against=yesterday&by=moon&days=7")).toEqual({
    ...read("/p"),
    days: 7,
  });
});

it("leads to lists in the scope they stand in, written as those lists write it", () => {
  const usual = read("/p");
  expect(trafficHref("p", usual, { version: id }, { status: "failed" })).toBe(
    `/p/traffic?status=failed&simulated=false&environment=production&source=api&version=${id}`,
  );
  // A KPI's own page counts every value ever, so what the overview counts has to be said.
  expect(kpiHref("p", usual, "solved")).toBe(
    "/p/settings/kpis?kpi=solved&environment=production&source=api&days=30",
  );
});
