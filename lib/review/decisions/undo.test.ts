import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { decisions } from "#db/schema";
import { createTenant, type Tenant } from "#db/testing";
import { createDataset, findExamplesByDecision } from "#lib/datasets";
import {
  claimTask,
  decideTask,
  findDecisionByExample,
  getTask,
  listDecisions,
  undoDecision,
} from "../index.ts";
import { lastEvent, oneTask, taskItem, tasksOf } from "../testing.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

describe("undoDecision", () => {
  it("keeps the row, opens the task again for the one who undid, and leaves an audit event", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer");
    const decision = await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    const undone = await undoDecision(ana, { decisionId: decision.id });
    expect(undone.undoneAt).toEqual(tenant.clock.now());
    expect(await getTask(ana, { taskId })).toMatchObject({ status: "open", isDecidedByMe: false });
    const rows = await tenant.open.db.select().from(decisions).where(eq(decisions.taskId, taskId));
    expect(rows).toHaveLength(1);
    expect((await lastEvent(tenant, taskId))?.action).toBe("decision.undo");
    expect((await listDecisions(tenant.ctx, { taskId })).items).toHaveLength(0);
    await decideTask(ana, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 });
    await expect(undoDecision(ana, { decisionId: decision.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("leaves the example of an edit in the dataset version that holds it", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "kept",
      examples: [{ inputs: { ticket: "First" } }],
    });
    const { ids } = await tasksOf(tenant, [taskItem()], { datasetId: dataset.id });
    const decision = await decideTask(tenant.ctx, {
      taskId: ids[0] ?? "",
      kind: "edit",
      correction: "Changed.",
      decisionMs: 1,
    });
    await undoDecision(tenant.ctx, { decisionId: decision.id });
    expect(await findExamplesByDecision(tenant.ctx, { decisionId: decision.id })).toHaveLength(1);
    expect(await findDecisionByExample(tenant.ctx, { exampleId: decision.exampleId ?? "" })).toBeNull();
  });

  it("leaves the task with the second reviewer who works on it", async () => {
    const { ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer", "Ben")];
    const decision = await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    await claimTask(ben, { taskId });
    await undoDecision(ana, { decisionId: decision.id });
    expect(await getTask(ana, { taskId })).toMatchObject({ heldByName: "Ben", isDecidedByMe: false });
    await expect(decideTask(ana, { taskId, kind: "approve", decisionMs: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    await decideTask(ben, { taskId, kind: "approve", decisionMs: 1 });
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    expect(await getTask(ana, { taskId })).toMatchObject({ status: "decided" });
  });

  it("undoes the last decision first, one's own only", async () => {
    const { ids } = await tasksOf(tenant, [taskItem(), taskItem()]);
    const ana = await tenant.as("reviewer");
    const first = await decideTask(ana, { taskId: ids[0] ?? "", kind: "approve", decisionMs: 1 });
    tenant.clock.advance(1000);
    await decideTask(ana, { taskId: ids[1] ?? "", kind: "approve", decisionMs: 1 });
    await expect(undoDecision(ana, { decisionId: first.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(undoDecision(await tenant.as("reviewer"), { decisionId: first.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(undoDecision(await other.as("reviewer"), { decisionId: first.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(undoDecision(await tenant.as("viewer"), { decisionId: first.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(undoDecision(ana, { decisionId: "nonsense" })).rejects.toThrow();
  });
});
