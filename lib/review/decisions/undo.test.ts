import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { decisions } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import {
  addExample,
  archiveDataset,
  createDataset,
  getDataset,
  listExamples,
  listVersions,
} from "#lib/datasets";
import { newId } from "#platform/ids";
import { claimTask, decideTask, getTask, listDecisions, undoDecision } from "../index.ts";
import { lastEvent, oneTask, taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

async function taskWithDataset(): Promise<{ datasetId: string; taskId: string }> {
  const dataset = await createDataset(tenant.ctx, {
    name: `corrections ${newId()}`,
    examples: [{ inputs: { ticket: "First" } }],
  });
  const { ids } = await tasksOf(tenant, [taskItem()], { datasetId: dataset.id });
  return { datasetId: dataset.id, taskId: ids[0] ?? "" };
}

/** The tickets of a version, in order. */
async function ticketsOf(datasetId: string, number: number): Promise<unknown[]> {
  const { items } = await listVersions(tenant.ctx, { datasetId });
  const version = items.find((each) => each.number === number);
  const examples = await listExamples(tenant.ctx, { datasetVersionId: version?.id ?? "" });
  return examples.items.map(({ inputs }) => inputs["ticket"]);
}

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

  it("takes the example of an edit out of the newest version of its dataset, and leaves the version that holds it", async () => {
    const { datasetId, taskId } = await taskWithDataset();
    const edit = { taskId, kind: "edit" as const, correction: "A MISTAKE.", decisionMs: 1 };
    const ana = await tenant.as("reviewer", "Ana");
    const decision = await decideTask(ana, edit);
    await addExample(tenant.ctx, { datasetId, inputs: { ticket: "Later" } });
    const undone = await undoDecision(ana, { decisionId: decision.id });
    expect(undone.exampleLeft).toMatchObject({ versionNumber: 4 });
    expect(await ticketsOf(datasetId, 4)).toEqual(["First", "Later"]);
    expect(await ticketsOf(datasetId, 3)).toHaveLength(3);
    expect(await lastEvent(tenant, datasetId)).toMatchObject({
      action: "dataset.remove_examples",
      after: { version: 4 },
    });
    // The same again is the same example in a version of its own, and leaves it again.
    const again = await decideTask(ana, edit);
    expect(again.exampleId).toBe(decision.exampleId);
    expect(await ticketsOf(datasetId, 5)).toHaveLength(3);
    expect((await undoDecision(ana, { decisionId: again.id })).exampleLeft?.versionNumber).toBe(6);
    expect(await ticketsOf(datasetId, 6)).toEqual(["First", "Later"]);
  });

  it("leaves an example that was there before the correction, or that another decision stands for", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: `shared ${newId()}`,
      examples: [{ inputs: taskItem().inputs as never, reference: "Known." }],
    });
    const { ids } = await tasksOf(tenant, [taskItem(), taskItem()], { datasetId: dataset.id });
    const ana = await tenant.as("reviewer");
    const known = await decideTask(ana, {
      taskId: ids[0] ?? "",
      kind: "edit",
      correction: "Known.",
      decisionMs: 1,
    });
    expect((await undoDecision(ana, { decisionId: known.id })).exampleLeft).toBeNull();
    const ben = await tenant.as("reviewer");
    const edit = { kind: "edit" as const, correction: "Twice.", decisionMs: 1 };
    const first = await decideTask(ana, { taskId: ids[0] ?? "", ...edit });
    await decideTask(ben, { taskId: ids[1] ?? "", ...edit });
    expect((await undoDecision(ana, { decisionId: first.id })).exampleLeft).toBeNull();
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest).toMatchObject({
      exampleCount: 2,
    });
  });

  it("works in a dataset that was archived meanwhile", async () => {
    const { datasetId, taskId } = await taskWithDataset();
    const decision = await decideTask(tenant.ctx, {
      taskId,
      kind: "edit",
      correction: "Wrong.",
      decisionMs: 1,
    });
    await archiveDataset(tenant.ctx, { datasetId });
    expect((await undoDecision(tenant.ctx, { decisionId: decision.id })).exampleLeft?.versionNumber).toBe(3);
  });

  it("leaves the task with the second reviewer who works on it, and gives it to both while two opinions are wanted", async () => {
    const { ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer", "Ben")];
    const decision = await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    await claimTask(ben, { taskId });
    await undoDecision(ana, { decisionId: decision.id });
    const cleo = await tenant.as("reviewer");
    await expect(claimTask(cleo, { taskId })).rejects.toMatchObject({ details: { kind: "task_held" } });
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
