import { beforeAll, expect, it } from "vitest";
import { readOverview } from "#lib/loop";
import { listGenerations } from "#lib/observability";
import { quantile } from "#statistics";
import type { OverviewChart, OverviewSplit } from "#schema/loop";
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
  // Days of so few calls have no p95.
  latency: (rows) =>
    quantile(
      rows.map(({ latencyMs }) => latencyMs),
      0.5,
    ),
};

it.each<[OverviewChart["metric"], OverviewSplit]>([
  ["cost", "none"],
  ["cost", "version"],
  ["cost", "prompt"],
  ["carbon", "version"],
  ["tokens", "prompt"],
  ["latency", "none"],
])("every point of %s, split by %s, opens the calls it is made of", async (metric, split) => {
  const { query, chart, kpiKey } = await readOverview(tenant.ctx, { metric, split });
  let points = 0;
  for (const { key, points: drawn } of chart.lines)
    for (const { day, value } of drawn) {
      if (value === null) continue;
      const href = pointHref("p", query, { chart, day, kpiKey, line: key });
      if (!href) continue;
      expect(figures[metric]?.(await rowsBehind(href)), `${key} ${day}`).toBeCloseTo(value, 6);
      points += 1;
    }
  expect(points).toBeGreaterThan(10);
});
