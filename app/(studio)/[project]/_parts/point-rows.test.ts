import { beforeAll, expect, it } from "vitest";
import { readOverview } from "#lib/loop";
import { listGenerations } from "#lib/observability";
import { quantile } from "#statistics";
import type { OverviewChart, OverviewInput, OverviewSplit } from "#schema/loop";
import { scopeOf } from "#client/observability";
import { present } from "#platform/list-address";
import type { Tenant } from "#testing";
import { seedPopulation } from "../../../../lib/loop/overview/population.testing.ts";
import { readTrafficQuery } from "../traffic/_parts/traffic-query.ts";
import { pointHref } from "./point-href.ts";

let tenant: Tenant;
beforeAll(async () => {
  ({ tenant } = await seedPopulation());
});

/** The calls that an address lists, all of them. */
async function rowsBehind(href: string) {
  const { scope, filters } = readTrafficQuery(
    Object.fromEntries(new URL(href, "http://studio").searchParams),
  );
  const list = { ...present({ ...filters, simulated: filters.simulated === "true" }) };
  const { items } = await listGenerations(tenant.ctx, {
    ...list,
    ...scopeOf(scope, tenant.clock.now()),
    limit: 200,
  });
  return items;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
type Row = Awaited<ReturnType<typeof rowsBehind>>[number];
const figures: Partial<Record<OverviewChart["metric"], (rows: readonly Row[]) => number>> = {
  cost: (rows) => (1_000 * sum(rows.map(({ costUsd }) => costUsd ?? Number.NaN))) / rows.length,
  carbon: (rows) => (1_000 * sum(rows.map(({ carbonGrams }) => carbonGrams ?? Number.NaN))) / rows.length,
  tokens: (rows) =>
    sum(rows.map(({ inputTokens, outputTokens }) => (inputTokens ?? 0) + (outputTokens ?? 0))),
};
const latency = (share: number) => (rows: readonly Row[]) =>
  quantile(
    rows.map(({ latencyMs }) => latencyMs),
    share,
  );

it.each<[OverviewChart["metric"], OverviewSplit, Omit<OverviewInput, "metric" | "split">?]>([
  ["cost", "none"],
  ["cost", "version"],
  ["cost", "prompt"],
  ["carbon", "version"],
  ["tokens", "prompt"],
  ["latency", "none"],
  // Too few a week for a p95 in any, so that one point is of the whole span.
  ["latency", "none", { days: 90 }],
  // A span that cuts its first and last day.
  ["latency", "none", { from: "2026-12-08T07:30:00Z", to: "2027-01-07T16:00:00Z" }],
  ["cost", "none", { from: "2026-12-08T07:30:00Z", to: "2027-01-07T16:00:00Z" }],
])("every point of %s, split by %s, opens the calls it is made of %o", async (metric, split, span) => {
  const { query, chart, kpiKey } = await readOverview(tenant.ctx, { metric, split, ...span });
  if (span?.days === 90) expect(chart.lines.map(({ label }) => label)).toEqual(["p95 (all 90 days)", "p50"]);
  let points = 0;
  for (const { key, points: drawn } of chart.lines)
    for (const { day, days, value } of drawn) {
      if (value === null) continue;
      const href = pointHref("p", query, { metric, day, days, kpiKey, line: key });
      if (!href) continue;
      // Together, one line is the half; split, each is the worst twentieth.
      const figure = figures[metric] ?? latency(key === "p50" ? 0.5 : 0.95);
      expect(figure(await rowsBehind(href)), `${key} ${day}`).toBeCloseTo(value, 6);
      points += 1;
    }
  expect(points).toBeGreaterThan(10);
});
