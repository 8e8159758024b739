import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { recordGenerations } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { defineKpi, kpiByVersion, kpiChange, kpiFigure, kpiSeries, listKpis, recordKpi } from "../index.ts";
import type { KpiUnit } from "../schema.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

async function define(key: string) {
  return defineKpi(tenant.ctx, { key, name: key, unit: "percent" });
}

describe("reading KPIs", () => {
  it("keeps each value of a long batch once", async () => {
    await define("long_batch");
    const values = Array.from({ length: 450 }, (_, place) => ({ value: place }));
    expect(await recordKpi(tenant.ctx, { key: "long_batch", values })).toEqual({ recorded: 450 });
    expect(await kpiFigure(tenant.ctx, { key: "long_batch" })).toMatchObject({
      value: 224.5,
      weight: 450,
      records: 450,
      days: 1,
    });
  });

  it("takes a clock that is a day ahead for one, and no more", async () => {
    await define("ahead");
    const latest = tenant.clock.now().getTime() + 86_400_000;
    await recordKpi(tenant.ctx, { key: "ahead", values: [{ value: 1, at: new Date(latest) }] });
    await expect(
      recordKpi(tenant.ctx, { key: "ahead", values: [{ value: 1 }, { value: 1, at: new Date(latest + 1) }] }),
    ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("values.1.at") });
  });

  it("is of a span that holds its first moment and not its last, and of one version of a prompt", async () => {
    await define("span");
    const [from, to] = [new Date("2026-11-10T00:00:00Z"), new Date("2026-11-12T00:00:00Z")];
    await createPrompt(tenant.ctx, {
      path: "support/reply",
      content: { kind: "text", text: "Hello", variables: [] },
      message: "First",
    });
    const version = { promptPath: "support/reply", version: 1 };
    await recordKpi(tenant.ctx, {
      key: "span",
      values: [
        { value: 1, at: from },
        { value: 3, at: new Date(to.getTime() - 1), ...version },
        { value: 100, at: to },
        { value: 100, at: new Date(from.getTime() - 1), ...version },
      ],
    });
    expect(await kpiFigure(tenant.ctx, { key: "span", from, to })).toMatchObject({ value: 2, days: 2 });
    const of = (await kpiByVersion(tenant.ctx, { key: "span", from, to })).find(({ promptId }) => promptId);
    expect(of).toMatchObject({ value: 3, firstDay: "2026-11-11", lastDay: "2026-11-11" });
    const { promptId, promptVersionId } = of ?? { promptId: null, promptVersionId: null };
    if (!promptId || !promptVersionId) throw new Error("the value is of no version");
    for (const filter of [{ promptId }, { promptVersionId }]) {
      expect((await kpiFigure(tenant.ctx, { key: "span", ...filter })).records).toBe(2);
      expect(await kpiSeries(tenant.ctx, { key: "span", ...filter })).toMatchObject([
        { day: "2026-11-09", value: 100 },
        { day: "2026-11-11", value: 3 },
      ]);
    }
  });

  it("has an exact interval only for shares that were recorded one by one", async () => {
    const recorded = async (
      key: string,
      values: { value: number; weight?: number }[],
      unit: KpiUnit = "percent",
    ) => {
      await defineKpi(tenant.ctx, { key, name: key, unit });
      await recordKpi(tenant.ctx, { key, values });
      return kpiFigure(tenant.ctx, { key });
    };
    const ten = (value: number) => Array.from({ length: 10 }, () => ({ value }));
    expect(await recorded("all_solved", ten(1))).toMatchObject({ low: expect.closeTo(0.6915, 3), high: 1 });
    expect(await recorded("none_solved", ten(0))).toMatchObject({ low: 0, high: expect.closeTo(0.3085, 3) });
    // Seconds, weighted means and "shares" over one are means of records: ten equal ones have no spread.
    for (const figure of [
      await recorded("in_seconds", ten(1), "seconds"),
      await recorded(
        "weighted",
        ten(1).map((one) => ({ ...one, weight: 2 })),
      ),
      await recorded("over_one", ten(1.5)),
      await recorded("below_none", ten(-0.5)),
    ])
      expect(figure).toMatchObject({ low: null, high: null });
  });

  it("is listed with the value of each of thirty days over all versions by weight, null on a day without one", async () => {
    await define("daily");
    await createPrompt(tenant.ctx, {
      path: "support/daily",
      content: { kind: "text", text: "Hello", variables: [] },
    });
    const version = { promptPath: "support/daily", version: 1 };
    await recordKpi(tenant.ctx, {
      key: "daily",
      values: [
        { value: 1, weight: 30, at: new Date("2026-11-10T00:00:00Z"), ...version },
        { value: 0.5, weight: 10, at: new Date("2026-11-10T23:59:59.999Z") },
        { value: 0, weight: 2, at: new Date("2026-11-12T12:00:00Z") },
        { value: 9, at: new Date("2026-10-14T00:00:00Z") },
        // One moment before the thirty days.
        { value: 100, at: new Date("2026-10-13T23:59:59.999Z") },
      ],
    });
    const listed = (await listKpis(tenant.ctx)).find(({ key }) => key === "daily");
    expect(listed?.days).toEqual([9, ...Array.from({ length: 26 }, () => null), 0.875, null, 0]);
    await define("unrecorded");
    expect((await listKpis(tenant.ctx)).find(({ key }) => key === "unrecorded")).toMatchObject({
      latestDay: null,
      latestValue: null,
      last30: null,
      observations: 0,
      days: [],
    });
  });

  it("takes thirty days up to the newest, not thirty-one, to the first and last moment", async () => {
    await define("window");
    const values = [
      { value: 1, at: new Date("2026-11-20T23:59:59.999Z") },
      { value: 0, at: new Date("2026-10-22T00:00:00Z") },
      // One moment before the thirty days.
      { value: 100, at: new Date("2026-10-21T23:59:59.999Z") },
    ];
    await recordKpi(tenant.ctx, { key: "window", values });
    const listed = (await listKpis(tenant.ctx)).find(({ key }) => key === "window");
    expect(listed).toMatchObject({ latestDay: "2026-11-20", latestValue: 1, last30: 0.5, observations: 3 });
  });

  it("is of a scope's calls and of values that name none, never of a simulated call", async () => {
    await define("scoped");
    const base = {
      traceId: "t",
      startedAt: tenant.clock.now(),
      status: "succeeded" as const,
      provider: "p",
      model: "m",
    };
    const call = { ...base, input: [], output: "", latencyMs: 1 };
    const calls = await recordGenerations(tenant.ctx, [
      { ...call, source: "api", label: "production" },
      { ...call, source: "playground" },
      { ...call, source: "api", label: "production", isSimulated: true },
    ]);
    await recordKpi(tenant.ctx, {
      key: "scoped",
      values: [...calls.map(({ id }, place) => ({ value: place, generationId: id })), { value: 10 }],
    });
    const valueOf = async (scope: object) => (await kpiFigure(tenant.ctx, { key: "scoped", ...scope })).value;
    expect(await valueOf({ environment: "production", source: "api" })).toBe(5);
    expect(await valueOf({ source: "playground" })).toBe(5.5);
    expect(await valueOf({})).toBeCloseTo(11 / 3, 12);
    expect(await valueOf({ from: new Date("2020-01-01"), to: new Date("2020-01-02") })).toBeNull();
  });

  it("has a change only where both spans have an interval", () => {
    const figure = { value: 0.7, weight: 100, records: 100, days: 3, low: 0.6, high: 0.78 };
    const none = { ...figure, low: null, high: null };
    expect(kpiChange(figure, { ...figure, value: 0.9, low: 0.82, high: 0.95 })).toMatchObject({
      change: expect.closeTo(0.2, 12),
      low: expect.closeTo(0.2 - Math.hypot(0.08, 0.08), 12),
      high: expect.closeTo(0.2 + Math.hypot(0.05, 0.1), 12),
    });
    expect(kpiChange(none, figure)).toBeNull();
    expect(kpiChange(figure, none)).toBeNull();
  });

  it("tells another project nothing", async () => {
    const kpi = await define("secret_kpi");
    await expect(kpiSeries(other.ctx, { kpiId: kpi.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(kpiByVersion(other.ctx, { kpiId: kpi.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listKpis(other.ctx)).toEqual([]);
    await expect(listKpis(tenant.asApiKey(["prompts:read"]))).rejects.toMatchObject({ code: "forbidden" });
  });
});
