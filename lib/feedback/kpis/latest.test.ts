import { expect, it } from "vitest";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import { buildPrompt } from "#testing/releases";
import {
  defineKpi,
  kpiByVersion,
  kpiFigure,
  kpiSeries,
  listKpis,
  mostObservedKpi,
  recordKpi,
} from "../index.ts";

it("a day's value and that of thirty days are means by weight, and both are of UTC days", async () => {
  const { ctx } = await createTenant();
  await defineKpi(ctx, { key: "solved", name: "Solved", unit: "percent" });
  await recordKpi(ctx, {
    key: "solved",
    values: [
      { value: 1, weight: 3, at: new Date("2026-11-20T00:00:00Z") },
      { value: 0, weight: 1, at: new Date("2026-11-20T23:59:59.999Z") },
      // In Kathmandu, where these tests run, it is the 20th already.
      { value: 0, weight: 4, at: new Date("2026-11-19T23:59:59.999Z") },
    ],
  });
  const [listed] = await listKpis(ctx);
  expect(listed).toMatchObject({
    latestDay: "2026-11-20",
    latestValue: 0.75,
    last30: 3 / 8,
    observations: 8,
  });
  expect(await kpiSeries(ctx, { key: "solved" })).toMatchObject([
    { day: "2026-11-19", value: 0, weight: 4 },
    { day: "2026-11-20", value: 0.75, weight: 4 },
  ]);
  expect(await kpiFigure(ctx, { key: "solved" })).toMatchObject({ value: 3 / 8, records: 3, days: 2 });
});

it("the most observed KPI of a version is the one of most weight, not of most records, nor of simulated calls", async () => {
  const tenant = await createTenant();
  const { ctx, clock } = tenant;
  const { promptId, path, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  for (const key of ["often", "heavy", "fake"]) await defineKpi(ctx, { key, name: key });
  await recordKpi(ctx, {
    key: "often",
    values: Array.from({ length: 5 }, () => ({ value: 1, promptVersionId: v1 })),
  });
  await recordKpi(ctx, { key: "heavy", values: [{ value: 1, weight: 6, promptVersionId: v1 }] });
  const [call] = await recordGenerations(ctx, [
    {
      traceId: newId(),
      startedAt: clock.now(),
      source: "api",
      status: "succeeded",
      provider: "simulated",
      model: "m",
      input: [],
      output: "",
      latencyMs: 1,
      isSimulated: true,
      promptId,
      promptPath: path,
      promptVersionId: v1,
      promptVersionNumber: 1,
    },
  ]);
  await recordKpi(ctx, { key: "fake", values: [{ value: 1, weight: 100, generationId: call?.id ?? "" }] });
  expect(await mostObservedKpi(ctx, { promptVersionId: v1 })).toMatchObject({ key: "heavy" });
  expect(await mostObservedKpi(ctx, { promptVersionId: v2 })).toBeNull();
  // Another project learns nothing by naming a version of this one.
  const other = await createTenant();
  expect(await mostObservedKpi(other.ctx, { promptVersionId: v1 })).toBeNull();
});

it("values of one batch that name two versions of a prompt by its path are booked on their own", async () => {
  const tenant = await createTenant();
  const { ctx } = tenant;
  const { path: promptPath } = await buildPrompt(tenant, ["one", "two"]);
  await defineKpi(ctx, { key: "solved", name: "Solved" });
  await recordKpi(ctx, {
    key: "solved",
    values: [
      { value: 1, promptPath, version: 1 },
      { value: 0, promptPath, version: 2 },
      // The newest.
      { value: 1, promptPath },
    ],
  });
  expect(await kpiByVersion(ctx, { key: "solved" })).toMatchObject([
    { promptVersionNumber: 1, value: 1, weight: 1 },
    { promptVersionNumber: 2, value: 0.5, weight: 2 },
  ]);
});
