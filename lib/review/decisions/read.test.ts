import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { adjudicateTask, decideTask, getDecision, getTask, listDecisions } from "../index.ts";
import { taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

describe("reading decisions", () => {
  it("pages newest first and finds them by version and run", async () => {
    const promptVersionId = newId();
    const runId = newId();
    const { queueId, ids } = await tasksOf(tenant, [
      taskItem({ promptVersionId, runId }),
      taskItem({ promptVersionId }),
      taskItem(),
    ]);
    for (const taskId of ids) {
      tenant.clock.advance(1000);
      await decideTask(tenant.ctx, { taskId, kind: "approve", decisionMs: 1 });
    }
    const first = await listDecisions(tenant.ctx, { queueId, limit: 2 });
    const second = await listDecisions(tenant.ctx, { queueId, limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((row) => row.taskNumber)).toEqual([3, 2, 1]);
    expect((await listDecisions(tenant.ctx, { promptVersionId })).items).toHaveLength(2);
    const [newest] = first.items;
    expect((await getDecision(tenant.ctx, { decisionId: newest?.id ?? "" })).queueId).toBe(queueId);
    await expect(getDecision(other.ctx, { decisionId: newest?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listDecisions(other.ctx, { queueId })).rejects.toMatchObject({ code: "not_found" });
    expect((await listDecisions(other.ctx, { promptVersionId })).items).toEqual([]);
  });

  it("shows nobody who may still give the second opinion what the first one was", async () => {
    const { queueId, ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer")];
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    const seenBy = async (ctx: Tenant["ctx"]) => (await listDecisions(ctx, { queueId })).items.length;
    expect([await seenBy(ana), await seenBy(ben), await seenBy(tenant.ctx)]).toEqual([1, 0, 0]);
    expect(await seenBy(tenant.asApiKey(["reviews:read"]))).toBe(0);
    await decideTask(ben, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 });
    expect([await seenBy(ana), await seenBy(ben), await seenBy(tenant.ctx)]).toEqual([1, 1, 0]);
    await adjudicateTask(tenant.ctx, { taskId, verdict: "as_a", reason: "So.", decisionMs: 1 });
    expect([await seenBy(ana), await seenBy(ben), await seenBy(tenant.ctx)]).toEqual([3, 3, 3]);
    expect(await seenBy(tenant.asApiKey(["reviews:read"]))).toBe(3);
  });

  it("hides version and colleague of a blind queue from its reviewers until nothing waits there", async () => {
    const version = { promptPath: "support/reply", promptVersionNumber: 5, generationId: newId() };
    const { queueId, ids } = await tasksOf(tenant, [
      taskItem(version),
      taskItem({ ...version, generationId: newId() }),
    ]);
    const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer", "Ben")];
    await decideTask(ben, { taskId: ids[0] ?? "", kind: "approve", decisionMs: 1 });
    const seenBy = async (ctx: Tenant["ctx"]) => (await listDecisions(ctx, { queueId })).items.at(-1);
    const hidden = {
      promptPath: null,
      promptVersionNumber: null,
      generationId: null,
      reviewerName: "a reviewer",
    };
    expect(await seenBy(ana)).toMatchObject(hidden);
    expect(await getTask(ana, { taskId: ids[0] ?? "" })).toMatchObject({
      promptPath: null,
      generationId: null,
    });
    // One's own name is no news; the version still is.
    expect(await seenBy(ben)).toMatchObject({ ...hidden, reviewerName: "Ben" });
    expect(await seenBy(tenant.ctx)).toMatchObject({ promptPath: "support/reply", reviewerName: "Ben" });
    // Of two decisions of one moment either may come first.
    tenant.clock.advance(1);
    await decideTask(ana, { taskId: ids[1] ?? "", kind: "approve", decisionMs: 1 });
    expect(await seenBy(ana)).toMatchObject({ promptPath: "support/reply", reviewerName: "Ben" });
  });
});
