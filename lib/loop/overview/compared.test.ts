import { beforeAll, expect, it } from "vitest";
import { kpiFigure, listKpis } from "#lib/feedback";
import { completePromotion, requestPromotion, updateGate } from "#lib/releases";
import { reviewSummary } from "#lib/review";
import { readScope, scopeOf } from "#client/observability";
import type { Tenant } from "#testing";
import type { buildPrompt } from "#testing/releases";
import { seedPopulation } from "./population.testing.ts";
import { readOverview } from "./read.ts";

let tenant: Tenant;
let prompt: Awaited<ReturnType<typeof buildPrompt>>;

beforeAll(async () => {
  ({ tenant, prompt } = await seedPopulation());
  const admin = await tenant.as("admin");
  await updateGate(admin, { environment: "staging", gate: { conditions: [] } });
  const { id } = await requestPromotion(tenant.ctx, {
    promptId: prompt.promptId,
    versionId: prompt.v1,
    environment: "staging",
  });
  await completePromotion(tenant.ctx, { promotionId: id });
  await updateGate(admin, {
    environment: "production",
    gate: { conditions: [{ kind: "no_safety_failure" }] },
  });
}, 120_000);

it("a row's change is against what the same prompt did in what the page is compared with", async () => {
  const search = { days: "20", environment: "production", against: "environment:staging" };
  const { production, against, kpi } = await readOverview(tenant.ctx, search);
  const row = production.find(({ promptId }) => promptId === prompt.promptId);
  const [solved] = await listKpis(tenant.ctx);
  const weightIn = async (scope: object) =>
    (await kpiFigure(tenant.ctx, { kpiId: solved?.id ?? "", ...scope, promptId: prompt.promptId })).weight;
  const [staging, own] = [
    await weightIn(against.scope),
    await weightIn(scopeOf(readScope(search), tenant.clock.now())),
  ];
  expect(staging).not.toBe(own);
  expect([row?.kpi?.weightBefore, kpi?.key]).toEqual([staging, "solved"]);
});

it("a version that was tried elsewhere is still the next step here", async () => {
  const stepIn = async (environment: string) => {
    const { production } = await readOverview(tenant.ctx, { environment, days: "45" });
    return production.find(({ promptId }) => promptId === prompt.promptId)?.nextStep;
  };
  expect(await stepIn("staging")).toMatchObject({ to: "new_run", versionId: prompt.v2 });
  expect(await stepIn("production")).not.toMatchObject({ to: "new_run" });
});

it("the chart looks back on its own days, whatever the page is compared with", async () => {
  const search = { days: "20", source: "any", metric: "quality" } as const;
  const { chart, against } = await readOverview(tenant.ctx, {
    ...search,
    against: "environment:staging",
  });
  expect(against.kind).toBe("environment");
  expect(chart).toEqual((await readOverview(tenant.ctx, search)).chart);
});

it("only what was rejected for safety counts against safety", async () => {
  const search = { days: "90", source: "any", environment: "any" };
  const { objectives } = await readOverview(tenant.ctx, search);
  const scope = scopeOf(readScope(search), tenant.clock.now());
  const review = await reviewSummary(tenant.ctx, { ...scope, withoutSimulated: true });
  expect(review.safetyRejected).toBeGreaterThan(0);
  expect(review.rejected).toBeGreaterThan(review.safetyRejected);
  expect(objectives.find(({ key }) => key === "safety")?.value).toBe(
    `${review.safetyRejected} of ${review.decided} decisions`,
  );
});
