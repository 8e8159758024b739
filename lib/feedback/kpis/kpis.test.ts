import { weightedMeanInterval } from "#statistics";
import { sumsOf } from "../../statistics/simulation-screens.testing.ts";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { kpiValues } from "#db/schema/feedback";
import { createTenant, type Tenant } from "#testing";
import { recordGenerations } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { newId } from "#platform/ids";
import { defineKpi, kpiByVersion, kpiSeries, listKpis, recordKpi, updateKpi } from "../index.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

async function define(key: string) {
  return defineKpi(tenant.ctx, { key, name: key, unit: "percent" });
}

describe("defineKpi", () => {
  it("defines a KPI and leaves an audit event", async () => {
    const kpi = await define("solved_first_time");
    const events = await tenant.open.db.select().from(auditEvents).where(eq(auditEvents.subjectId, kpi.id));
    expect(events.map((event) => event.action)).toEqual(["kpi.create"]);
  });

  it("refuses a taken key, a bad key, and people without the permission", async () => {
    await define("taken");
    await expect(define("taken")).rejects.toMatchObject({ code: "conflict" });
    await expect(define("Not A Key")).rejects.toThrow("lower-case");
    await expect(defineKpi(await tenant.as("reviewer"), { key: "mine", name: "Mine" })).rejects.toMatchObject(
      { code: "forbidden" },
    );
  });
});

describe("updateKpi", () => {
  const kept = async (kpiId: string) =>
    (await listKpis(tenant.ctx, { includeArchived: true })).find(({ id }) => id === kpiId);

  it("keeps what each of two people changed at once", async () => {
    const kpi = await define("two_people");
    await Promise.all([
      updateKpi(tenant.ctx, { kpiId: kpi.id, name: "Renamed" }),
      updateKpi(tenant.ctx, { kpiId: kpi.id, description: "Described" }),
      updateKpi(tenant.ctx, { kpiId: kpi.id, isHigherBetter: false }),
    ]);
    expect(await kept(kpi.id)).toMatchObject({
      name: "Renamed",
      description: "Described",
      isHigherBetter: false,
    });
  });

  it("changes the one it names and no other, and lists the archived where they are asked for", async () => {
    const [one, two] = [await define("one_of_two"), await define("two_of_two")];
    await updateKpi(tenant.ctx, { kpiId: one.id, description: "Only this", isArchived: true });
    await updateKpi(tenant.ctx, { kpiId: one.id, name: "zz last" });
    expect(await kept(one.id)).toMatchObject({
      name: "zz last",
      description: "Only this",
      archivedAt: tenant.clock.now(),
    });
    expect(await kept(two.id)).toMatchObject(two);
    const names = (await listKpis(tenant.ctx, { includeArchived: true })).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["zz last", "two_of_two"]));
    expect(names.at(-1)).toBe("zz last");
    await updateKpi(tenant.ctx, { kpiId: one.id, isArchived: false });
    expect((await kept(one.id))?.archivedAt).toBeNull();
  });

  it("renames and archives; archived ones leave the list", async () => {
    const kpi = await define("to_archive");
    const after = await updateKpi(tenant.ctx, { kpiId: kpi.id, name: "Renamed", isArchived: true });
    expect(after).toMatchObject({ name: "Renamed", key: "to_archive" });
    expect((await listKpis(tenant.ctx)).some((row) => row.id === kpi.id)).toBe(false);
    await expect(recordKpi(tenant.ctx, { key: "to_archive", values: [{ value: 1 }] })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("refuses another project's KPI and people without the permission", async () => {
    const kpi = await define("guarded");
    await expect(updateKpi(other.ctx, { kpiId: kpi.id, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(updateKpi(await tenant.as("viewer"), { kpiId: kpi.id, name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateKpi(tenant.ctx, { kpiId: kpi.id, name: "" })).rejects.toThrow("name");
  });
});

describe("recordKpi", () => {
  it("books a batch on the version its generation names, weighted, in one audit event", async () => {
    const kpi = await define("reopened");
    const promptVersionId = newId();
    const [generation] = await recordGenerations(tenant.ctx, [
      {
        traceId: "a".repeat(32),
        startedAt: tenant.clock.now(),
        source: "api",
        label: "production",
        status: "succeeded",
        provider: "test",
        model: "m",
        input: [],
        output: "",
        latencyMs: 1,
        promptId: newId(),
        promptPath: "support/reply",
        promptVersionId,
        promptVersionNumber: 3,
      },
    ]);
    const values = [
      { value: 0.5, weight: 10, at: new Date("2026-11-20T23:30:00Z"), generationId: generation?.id ?? "" },
      { value: 1, weight: 30, at: new Date("2026-11-20T01:00:00Z"), generationId: generation?.id ?? "" },
      { value: 0.2, at: new Date("2026-11-21T00:30:00Z") },
    ];
    expect(await recordKpi(tenant.asApiKey(["feedback:write"]), { key: "reopened", values })).toEqual({
      recorded: 3,
    });
    const scopes = await tenant.open.db
      .select({ environment: kpiValues.environment, source: kpiValues.source })
      .from(kpiValues)
      .where(eq(kpiValues.kpiId, kpi.id))
      .orderBy(kpiValues.at);
    expect(scopes).toEqual([
      { environment: "production", source: "api" },
      { environment: "production", source: "api" },
      { environment: null, source: null },
    ]);
    expect(await kpiSeries(tenant.ctx, { key: "reopened" })).toMatchObject([
      { day: "2026-11-20", promptVersionNumber: 3, value: 0.875, weight: 40 },
      { day: "2026-11-21", promptVersionNumber: null, value: 0.2, weight: 1 },
    ]);
    const [version] = await kpiByVersion(tenant.ctx, { kpiId: kpi.id });
    expect(version).toMatchObject({
      promptVersionId,
      value: 0.875,
      weight: 40,
      firstDay: "2026-11-20",
      lastDay: "2026-11-20",
    });
    expect(version?.low).toBeNull();
    const listed = (await listKpis(tenant.ctx)).find((row) => row.id === kpi.id);
    expect(listed).toMatchObject({ latestDay: "2026-11-21", latestValue: 0.2, observations: 41 });
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, kpi.id))
      .orderBy(auditEvents.seq);
    expect(events.map((event) => event.action)).toEqual(["kpi.create", "kpi.record"]);
  });

  it("gives an interval of single outcomes exactly and of recorded means by cluster", async () => {
    await define("single");
    await recordKpi(tenant.ctx, {
      key: "single",
      values: Array.from({ length: 10 }, (_, place) => ({ value: place < 8 ? 1 : 0 })),
    });
    const [single] = await kpiByVersion(tenant.ctx, { key: "single" });
    expect(single?.low).toBeCloseTo(0.4439045377, 8);
    await define("means");
    await recordKpi(tenant.ctx, {
      key: "means",
      values: Array.from({ length: 24 }, (_, place) => ({
        value: ((place * 7) % 24) / 100,
        weight: 10 + ((place * 5) % 24),
      })),
    });
    const [means] = await kpiByVersion(tenant.ctx, { key: "means" });
    const values = Array.from({ length: 24 }, (_, place) => ((place * 7) % 24) / 100);
    const expected = weightedMeanInterval(sumsOf(values, (place) => 10 + ((place * 5) % 24)));
    expect(means?.low).toBeCloseTo(expected?.low ?? 0, 9);
    expect(means?.high).toBeCloseTo(expected?.high ?? 0, 9);
  });

  it("books values by path and version number", async () => {
    await define("by_path");
    await createPrompt(tenant.ctx, {
      path: "support/reply",
      content: { kind: "text", text: "Hello", variables: [] },
      message: "First",
    });
    await recordKpi(tenant.ctx, {
      key: "by_path",
      values: [{ value: 1, promptPath: "support/reply", version: 1 }],
    });
    expect(await kpiByVersion(tenant.ctx, { key: "by_path" })).toMatchObject([
      { promptPath: "support/reply", promptVersionNumber: 1 },
    ]);
  });

  it("keeps nothing of a batch with one unknown version", async () => {
    await define("all_or_none");
    const values = [{ value: 1 }, { value: 1, promptPath: "support/none", version: 9 }];
    await expect(recordKpi(tenant.ctx, { key: "all_or_none", values })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await kpiSeries(tenant.ctx, { key: "all_or_none" })).toEqual([]);
  });

  it("refuses unknown KPIs, other projects', missing permission and values that are none", async () => {
    await define("strict");
    await expect(recordKpi(tenant.ctx, { key: "unknown", values: [{ value: 1 }] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(recordKpi(other.ctx, { key: "strict", values: [{ value: 1 }] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      recordKpi(await tenant.as("reviewer"), { key: "strict", values: [{ value: 1 }] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(recordKpi(tenant.ctx, { key: "strict", values: [] })).rejects.toThrow("at least one");
    const later = new Date(tenant.clock.now().getTime() + 2 * 86_400_000);
    for (const wrong of [
      { value: Number.NaN },
      { value: 1e308 },
      { value: -1e16 },
      { value: 1, at: null as never },
      { value: 1, at: 1_795_474_002 as never },
      { value: 1, at: later },
    ])
      await expect(recordKpi(tenant.ctx, { key: "strict", values: [wrong] })).rejects.toThrow();
  });
});
