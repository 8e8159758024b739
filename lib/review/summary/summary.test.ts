import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { clopperPearsonInterval } from "#statistics";
import { decideTask, reviewerStats, reviewSeries, reviewSummary, undoDecision } from "../index.ts";
import { taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

describe("summaries", () => {
  it("counts standing decisions with rates, safety failures and reasons", async () => {
    const promptVersionId = newId();
    const { queueId, ids } = await tasksOf(
      tenant,
      Array.from({ length: 5 }, () =>
        taskItem({ promptVersionId, promptPath: "a/b", promptVersionNumber: 2 }),
      ),
    );
    const [a = "", b = "", c = "", d = ""] = ids;
    const ana = await tenant.as("reviewer");
    await decideTask(ana, { taskId: a, kind: "approve", decisionMs: 1000 });
    await decideTask(ana, { taskId: b, kind: "edit", correction: "Thank you. Fees stay.", decisionMs: 3000 });
    await decideTask(ana, { taskId: c, kind: "reject", reasonKey: "unsafe", decisionMs: 2000 });
    tenant.clock.advance(1000);
    const mistake = await decideTask(ana, { taskId: d, kind: "reject", reasonKey: "tone", decisionMs: 9000 });
    await undoDecision(ana, { decisionId: mistake.id });
    const summary = await reviewSummary(tenant.ctx, { promptVersionId });
    expect(summary).toMatchObject({
      tasks: 5,
      tasksDecided: 3,
      decided: 3,
      approved: 1,
      edited: 1,
      rejected: 1,
      safetyRejected: 1,
      medianDecisionMs: 2000,
    });
    expect(summary.approvalRate).toBeCloseTo(1 / 3, 10);
    expect(summary.reasons).toEqual([{ key: "unsafe", name: "unsafe", count: 1 }]);
    const day = tenant.clock.now().toISOString().slice(0, 10);
    expect(await reviewSeries(tenant.ctx, { queueId })).toMatchObject([
      { day, promptVersionNumber: 2, decided: 3, edited: 1 },
    ]);
    expect((await reviewSummary(other.ctx, { promptVersionId })).decided).toBe(0);
    await expect(reviewSummary(tenant.asApiKey(["prompts:read"]))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("measures agreement between reviewers over tasks that both decided", async () => {
    const { queueId, ids } = await tasksOf(
      tenant,
      Array.from({ length: 6 }, () => taskItem()),
      { secondOpinionShare: 1 },
    );
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    for (const [index, taskId] of ids.entries()) {
      const approve = { taskId, kind: "approve" as const, decisionMs: 1 };
      const reject = { taskId, kind: "reject" as const, reasonKey: "tone", decisionMs: 1 };
      await decideTask(ana, index < 3 ? approve : reject);
      await decideTask(ben, index < 2 ? approve : reject);
    }
    const stats = await reviewerStats(tenant.ctx, { queueId });
    const mine = stats.find((row) => row.reviewerName === "Ana");
    expect(mine).toMatchObject({ decided: 6, overlap: 6 });
    expect(mine?.kappa).toBeCloseTo(2 / 3, 10);
    expect(mine?.agreedInterval).toEqual(clopperPearsonInterval(5, 6));
    expect(mine?.kappaInterval?.low).toBeLessThan(0.2);
    expect(mine?.kappaInterval?.high).toBeGreaterThan(0.95);
    expect(mine).toMatchObject({ isKappaOneSided: false });
    expect(mine?.agreed).toBeCloseTo(5 / 6, 10);
  });

  it("leaves undone decisions out of the agreement", async () => {
    const { queueId, ids } = await tasksOf(
      tenant,
      Array.from({ length: 6 }, () => taskItem()),
      {
        secondOpinionShare: 1,
      },
    );
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    for (const [index, taskId] of ids.entries()) {
      const approve = { taskId, kind: "approve" as const, decisionMs: 1 };
      const reject = { taskId, kind: "reject" as const, reasonKey: "tone", decisionMs: 1 };
      await decideTask(ana, index < 3 ? approve : reject);
      tenant.clock.advance(1000);
      // What Ben takes back was the opposite; only what stands is compared.
      const wrong = await decideTask(ben, index < 3 ? reject : approve);
      await undoDecision(ben, { decisionId: wrong.id });
      await decideTask(ben, index < 3 ? approve : reject);
    }
    const mine = (await reviewerStats(tenant.ctx, { queueId })).find((row) => row.reviewerName === "Ana");
    expect(mine).toMatchObject({ overlap: 6, kappa: 1, kappaInterval: { high: 1 } });
    expect(mine?.kappaInterval?.low).toBeLessThan(0.5);
  });
});
