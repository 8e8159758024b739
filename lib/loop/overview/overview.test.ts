import { beforeAll, describe, expect, it } from "vitest";
import { decisions, queues, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { defineKpi, recordFeedback, recordKpi } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import {
  approvePromotion,
  completePromotion,
  rejectPromotion,
  requestPromotion,
  rollback,
  updateGate,
} from "#lib/releases";
import type { GateInput } from "#schema/releases";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { readOverview } from "./read.ts";
import { OverviewInput } from "./schema.ts";

describe("the overview", () => {
  let tenant: Tenant;
  let other: Tenant;
  let served: { promptId: string; path: string; v1: string };

  beforeAll(async () => {
    [tenant, other] = [await createTenant(), await createTenant()];
    const { ctx, clock } = tenant;
    served = await buildPrompt(tenant, ["one"]);
    await updateGate(await tenant.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }, { kind: "budget", latencyP95Ms: 2000 }] },
    });
    await updateGate(await tenant.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const { id } = await requestPromotion(ctx, {
      promptId: served.promptId,
      versionId: served.v1,
      environment: "production",
    });
    await approvePromotion(await tenant.as("engineer"), { promotionId: id });
    await completePromotion(ctx, { promotionId: id });
    const call = (isSimulated: boolean) => ({
      id: newId(),
      traceId: newId(),
      startedAt: clock.now(),
      source: "api" as const,
      label: "production",
      status: "succeeded" as const,
      provider: isSimulated ? "simulated" : "openai",
      model: "m",
      input: [],
      output: "billing",
      latencyMs: 800,
      costUsd: 0.002,
      inputTokens: 10,
      outputTokens: 5,
      carbonGrams: 0.04,
      carbonGramsLow: 0.03,
      carbonGramsHigh: 0.05,
      promptId: served.promptId,
      promptPath: served.path,
      promptVersionId: served.v1,
      promptVersionNumber: 1,
      isSimulated,
    });
    const [real, fake] = [
      Array.from({ length: 10 }, () => call(false)),
      Array.from({ length: 5 }, () => call(true)),
    ];
    await recordGenerations(ctx, [...real, ...fake]);
    for (const [position, { id: generationId }] of real.entries())
      await recordFeedback(ctx, { generationId, score: position < 8 ? 1 : 0 });
    for (const { id: generationId } of fake) await recordFeedback(ctx, { generationId, score: 0 });
    // Answered long before the span, judged in it.
    const old = { ...call(true), startedAt: new Date(clock.now().getTime() - 40 * 86_400_000) };
    await recordGenerations(ctx, [old]);
    await recordFeedback(ctx, { generationId: old.id, score: 0 });
    const queueId = newId();
    await tenant.open.db.insert(queues).values({ id: queueId, projectId: tenant.projectId, name: "weekly" });
    const scope = { environment: "production", source: "api" };
    const judged = [
      scope,
      scope,
      { runId: newId(), source: "run" },
      { ...scope, generationId: old.id, isSimulated: true },
    ];
    for (const [position, about] of judged.entries()) {
      const {
        runId: _runId,
        generationId: _generationId,
        ...kept
      } = { runId: null, generationId: null, ...about };
      const taskId = newId();
      await tenant.open.db.insert(tasks).values({
        id: taskId,
        projectId: tenant.projectId,
        queueId,
        number: position + 1,
        title: "t",
        reason: "sampled",
        promptId: served.promptId,
        promptPath: served.path,
        promptVersionId: served.v1,
        promptVersionNumber: 1,
        ...about,
        inputs: {},
        output: "x",
        scores: [],
        status: "decided",
      });
      await tenant.open.db.insert(decisions).values({
        projectId: tenant.projectId,
        taskId,
        ...kept,
        promptId: served.promptId,
        promptVersionId: served.v1,
        kind: position === 0 ? "approve" : "edit",
        reviewerName: "Rita",
        decisionMs: 1000,
        createdAt: clock.now(),
      });
    }
    await defineKpi(ctx, { key: "solved", name: "Solved first time", unit: "percent" });
    await recordKpi(ctx, {
      key: "solved",
      values: [{ value: 0.72, weight: 100, promptVersionId: served.v1 }],
    });
  });

  it("counts true calls and people's verdicts on them; simulated answers and cases of runs count nowhere", async () => {
    const { tiles, chart, production, objectives, firstSteps } = await readOverview(tenant.ctx, {});
    expect(tiles.generate).toMatchObject({ count: 10, simulatedCount: 5, costUsd: expect.closeTo(0.02) });
    // 8 of 10 liked, 1 of 2 decisions on traffic approved; the third is a case of a run, the five others simulated.
    expect(tiles.evaluate.now).toMatchObject({ good: 9, judged: 12 });
    expect(tiles.review.now).toMatchObject({ judged: 2, good: 1 });
    expect(tiles.release).toMatchObject({ promotions: 1, basis: "version" });
    expect(chart.lines[0]?.points.at(-1)?.value).toBeCloseTo(0.75);
    expect(chart.marks).toMatchObject([{ label: "v1 promoted" }]);
    expect(production).toMatchObject([
      {
        versionNumber: 1,
        usage: { count: 10, priced: 10 },
        quality: { now: { good: 9, judged: 12 }, change: null },
        approved: { good: 1, judged: 2 },
        kpi: { value: 0.72, weight: 100, change: null },
      },
    ]);
    expect(objectives).toEqual([]);
    expect(firstSteps).toBeNull();
  });

  it("does not propose again what production served before", async () => {
    const own = await createTenant();
    const { promptId, v1, v2 } = await buildPrompt(own, ["one", "two"]);
    await updateGate(await own.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const second = await own.as("engineer");
    await buildPromotion(own, second, promptId, v1);
    await buildPromotion(own, second, promptId, v2);
    await rollback(second, { promptId, environment: "production" });
    const [row] = (await readOverview(own.ctx, {})).production;
    expect(row).toMatchObject({ versionId: v1, nextStep: { sentence: "no call in this span", to: "none" } });
  });

  it("proposes a newer version once, and not again when it was rejected", async () => {
    const own = await createTenant();
    const { promptId, v1, v2, v3 } = await buildPrompt(own, ["one", "two", "three"]);
    await updateGate(await own.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const second = await own.as("engineer");
    await buildPromotion(own, second, promptId, v1);
    const step = async () => (await readOverview(own.ctx, {})).production[0]?.nextStep;
    expect(await step()).toMatchObject({ to: "new_run", versionId: v3 });
    const { id } = await requestPromotion(own.ctx, { promptId, versionId: v3, environment: "production" });
    expect(await step()).toMatchObject({ to: "promotion" });
    await rejectPromotion(second, { promotionId: id, comment: "Too curt." });
    expect(await step()).toMatchObject({ sentence: "no call in this span", to: "none" });
    await buildPromotion(own, second, promptId, v2);
    expect(await step()).toMatchObject({ to: "none" });
  });

  it.each(["quality", "approval", "edit", "cost", "latency", "tokens", "carbon", "kpi"] as const)(
    "draws %s, together and apart",
    async (metric) => {
      for (const split of ["none", "prompt", "version"] as const) {
        const { chart } = await readOverview(tenant.ctx, { metric, split, days: 7 });
        expect(chart.lines.length).toBeGreaterThan(0);
        for (const line of chart.lines) expect(line.points).toHaveLength(7);
      }
    },
  );

  it("holds the gate's limits against production, and draws its quality only as the target of that chart", async () => {
    const own = await createTenant();
    const { promptId, path, v1 } = await buildPrompt(own, ["one"]);
    const admin = await own.as("admin");
    const gate = (conditions: GateInput["conditions"]) =>
      updateGate(admin, { environment: "production", gate: { conditions } });
    await gate([{ kind: "approvals" }]);
    await buildPromotion(own, await own.as("engineer"), promptId, v1);
    await gate([
      { kind: "suite_passed", minimum: 0.8 },
      { kind: "budget", latencyP95Ms: 500 },
    ]);
    await recordGenerations(
      own.ctx,
      Array.from({ length: 60 }, (_, place) => (place % 2 ? 600 : 400)).map((latencyMs) => ({
        traceId: newId(),
        startedAt: own.clock.now(),
        source: "api" as const,
        label: "production",
        status: "succeeded" as const,
        provider: "openai",
        model: "m",
        input: [],
        output: "x",
        latencyMs,
        promptId,
        promptPath: path,
        promptVersionId: v1,
        promptVersionNumber: 1,
      })),
    );
    const { objectives, chart } = await readOverview(own.ctx, {});
    expect(objectives).toMatchObject([
      { key: "latency", isMet: false, limitMs: 500, value: expect.stringContaining("50 % of 60 slower") },
      { key: "quality", isMet: null },
    ]);
    expect(chart.target).toEqual({ value: 0.8, label: "asked by the gate" });
    expect((await readOverview(own.ctx, { metric: "approval" })).chart.target).toBeNull();
    await gate([{ kind: "approvals" }]);
    expect((await readOverview(own.ctx, {})).chart.target).toBeNull();
  });

  it("draws a KPI's day as the mean of its values by their weight, seconds as milliseconds", async () => {
    const own = await createTenant();
    await defineKpi(own.ctx, { key: "wait", name: "Wait", unit: "seconds" });
    await recordKpi(own.ctx, {
      key: "wait",
      values: [
        { value: 10, weight: 3 },
        { value: 2, weight: 1 },
      ],
    });
    const { chart } = await readOverview(own.ctx, { metric: "kpi", days: 7 });
    expect(chart).toMatchObject({ title: "Wait", measure: "duration", method: "higher is better" });
    expect(chart.lines[0]?.points.map(({ value }) => value)).toEqual([
      ...Array.from({ length: 6 }, () => null),
      8_000,
    ]);
  });

  it("takes the usual for what is left out, refuses nonsense, and shows another project nothing of this one", async () => {
    expect(OverviewInput.parse({})).toEqual({
      environment: "production",
      source: ["api"],
      days: 30,
      metric: "quality",
      split: "none",
      against: "before",
    });
    expect(OverviewInput.parse({ kpi: "k".repeat(60) }).kpi).toHaveLength(60);
    expect(OverviewInput.safeParse({ kpi: "k".repeat(61) }).success).toBe(false);
    // A page's address ignores it (app/(studio)/[project]/_parts/overview-href.test.ts).
    for (const wrong of [{ days: "x" }, { metric: "x" }, { split: "y" }, { prompt: "z" }, { source: "w" }])
      expect(OverviewInput.safeParse(wrong).success).toBe(false);
    const foreign = await readOverview(other.ctx, { prompt: served.promptId });
    expect(foreign.tiles.generate.count).toBe(0);
    expect(foreign.production).toEqual([]);
    expect(foreign.firstSteps?.every(({ isDone }) => !isDone)).toBe(true);
    await expect(readOverview(other.asApiKey(["prompts:read"]), {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
