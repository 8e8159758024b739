import { beforeAll, expect, it } from "vitest";
import { defineKpi, recordKpi } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { addTasks, createQueue, decideTask, listTasks } from "#lib/review";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { buildPrompt } from "#testing/releases";
import { readOverview } from "./read.ts";
import type { OverviewMetric } from "./schema.ts";

const dayMs = 86_400_000;
let tenant: Tenant;
let prompt: Awaited<ReturnType<typeof buildPrompt>>;

async function call(version: "v1" | "v2", more: { latencyMs?: number; costUsd?: number | null } = {}) {
  const [recorded] = await recordGenerations(tenant.ctx, [
    {
      traceId: newId(),
      startedAt: tenant.clock.now(),
      source: "api",
      label: "production",
      status: "succeeded",
      provider: "p",
      model: "m",
      input: [{ role: "user", content: "Where?" }],
      output: "There.",
      latencyMs: 100,
      costUsd: 0.002,
      inputTokens: 10,
      outputTokens: 5,
      carbonGrams: 0.04,
      carbonGramsLow: 0.03,
      carbonGramsHigh: 0.06,
      promptId: prompt.promptId,
      promptPath: prompt.path,
      promptVersionId: prompt[version],
      promptVersionNumber: version === "v1" ? 1 : 2,
      ...more,
    },
  ]);
  return recorded?.id ?? "";
}

beforeAll(async () => {
  tenant = await createTenant();
  const { ctx, clock } = tenant;
  prompt = await buildPrompt(tenant, ["one", "two"]);
  await defineKpi(ctx, { key: "solved", name: "Solved", unit: "percent", isHigherBetter: false });
  const end = clock.now().getTime();
  const { id: queueId } = await createQueue(ctx, { name: "weekly" });
  const reviewer = await tenant.as("reviewer");
  // Of a chart of ten days one output is approved on the second, and one edited two days before the first.
  const decided = async (
    back: number,
    decision: { kind: "approve" } | { kind: "edit"; correction: string },
  ) => {
    clock.set(new Date(end - back * dayMs));
    await addTasks(ctx, { queueId, generationIds: [await call("v1")] });
    const [task] = (await listTasks(ctx, { queueId, status: "open" })).items;
    await decideTask(reviewer, { taskId: task?.id ?? "", decisionMs: 1_000, ...decision });
  };
  await decided(11, { kind: "edit", correction: "Here." });
  await decided(8, { kind: "approve" });
  clock.set(new Date(end));
  for (const latencyMs of [100, 200, 300, 4_000]) await call("v1", { latencyMs });
  for (const costUsd of [0.004, null]) await call("v2", { costUsd });
  await recordKpi(ctx, {
    key: "solved",
    values: [
      { value: 1, weight: 3, promptVersionId: prompt.v1 },
      { value: 0, weight: 2, promptVersionId: prompt.v2 },
    ],
  });
});

/** The last value of each line. */
async function drawn(metric: OverviewMetric, search: Record<string, string | number> = {}) {
  const { chart } = await readOverview(tenant.ctx, { metric, days: 10, ...search });
  return chart.lines.map(({ label, points }) => ({ label, ...points.at(-1) }));
}

it("a share looks back past the first day of the chart", async () => {
  const { chart } = await readOverview(tenant.ctx, { metric: "edit", days: 10 });
  expect(chart).toMatchObject({ title: "Edit rate", method: "share of decisions, 7 days" });
  expect(chart.lines[0]?.points.every(({ days }) => days === 7)).toBe(true);
  // The edit lies before the chart's first day: it is seen for seven days, the approval for seven from its own.
  expect(chart.lines[0]?.points.map(({ value }) => value)).toEqual([
    1,
    0.5,
    0.5,
    0.5,
    0.5,
    0,
    0,
    0,
    null,
    null,
  ]);
  const approved = await readOverview(tenant.ctx, { metric: "approval", days: 10 });
  expect(approved.chart.lines[0]?.points[0]?.value).toBe(0);
  expect(approved.chart.lines[0]?.points[1]?.value).toBe(0.5);
});

it("cost is of priced calls, tokens are of both kinds, carbon has the range of its method", async () => {
  expect((await drawn("cost"))[0]?.value).toBeCloseTo((1_000 * (4 * 0.002 + 0.004)) / 5, 9);
  expect((await drawn("tokens"))[0]?.value).toBe(6 * 15);
  const [carbon] = await drawn("carbon");
  expect([carbon?.low, carbon?.value, carbon?.high].map((grams) => Math.round(grams ?? 0))).toEqual([
    30, 40, 60,
  ]);
});

it("a KPI is of the versions in the scope, by weight, the most observed first", async () => {
  expect((await drawn("kpi"))[0]?.value).toBeCloseTo(3 / 5, 12);
  expect((await drawn("kpi", { version: prompt.v2 })).map(({ value }) => value)).toEqual([0]);
  expect((await drawn("kpi", { split: "version" })).map(({ label, value }) => [label, value])).toEqual([
    [`${prompt.path} v1`, 1],
    [`${prompt.path} v2`, 0],
  ]);
  const { chart } = await readOverview(tenant.ctx, { metric: "kpi" });
  expect(chart).toMatchObject({ title: "Solved", measure: "share", method: "lower is better" });
});

it("latency is drawn by its half and its worst twentieth, and by the latter where it is split, on days with enough answers", async () => {
  const [few, half] = await drawn("latency");
  expect([few?.label, half?.label]).toEqual(["p95", "p50"]);
  expect(few?.value).toBeNull();
  expect(half?.value).toBeLessThan(300);
  for (let place = 0; place < 60; place += 1) await call("v1", { latencyMs: place < 6 ? 3_000 : 100 });
  const [p95, p50] = await drawn("latency");
  expect(p50?.value).toBeLessThan(300);
  expect(p95?.value).toBeGreaterThan(1_000);
  expect((await drawn("latency", { split: "version" })).map(({ label, value }) => [label, value])).toEqual([
    [`${prompt.path} v1`, expect.any(Number)],
    [`${prompt.path} v2`, null],
  ]);
});
