import { and, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { decisions } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { createDataset, getDataset, getExample } from "#lib/datasets";
import { isAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { claimTask, decideTask, getTask, listDecisions, skipTask, undoDecision } from "../index.ts";
import { lastEvent, oneTask, taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

describe("decideTask", () => {
  it("approves: the task is decided and an audit event says by which decision", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer", "Ana");
    const decision = await decideTask(ana, { taskId, kind: "approve", decisionMs: 38_000 });
    expect(decision).toMatchObject({ kind: "approve", reviewerName: "Ana", decisionMs: 38_000 });
    expect(await getTask(ana, { taskId })).toMatchObject({ status: "decided", isDecidedByMe: true });
    expect(await lastEvent(tenant, taskId)).toMatchObject({
      action: "task.decide",
      after: { decisionId: decision.id, kind: "approve" },
    });
  });

  it("measures an edit in tokens over the longer length", async () => {
    const taskId = await oneTask(tenant);
    const decision = await decideTask(await tenant.as("reviewer"), {
      taskId,
      kind: "edit",
      correction: "Thank you. We refund one.",
      decisionMs: 1,
    });
    expect(decision).toMatchObject({ editDistance: 5, exampleId: null });
    expect(decision.editRatio).toBeCloseTo(5 / 9, 10);
  });

  it("makes an example of an edit in the task's dataset, with the decision as its source", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "tickets",
      examples: [{ inputs: { ticket: "First" } }],
    });
    const { ids } = await tasksOf(tenant, [taskItem()], { datasetId: dataset.id });
    const [taskId = ""] = ids;
    const decision = await decideTask(await tenant.as("reviewer"), {
      taskId,
      kind: "edit",
      correction: "One fee comes back.",
      decisionMs: 1,
    });
    const example = await getExample(tenant.ctx, { exampleId: decision.exampleId ?? "" });
    expect(example).toMatchObject({
      id: decision.exampleId,
      reference: "One fee comes back.",
      provenance: { kind: "correction", decisionId: decision.id },
    });
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest).toMatchObject({
      id: decision.datasetVersionId,
      number: 2,
      exampleCount: 2,
    });
  });

  it("makes no example when told not to", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "untouched",
      examples: [{ inputs: { ticket: "First" } }],
    });
    const { ids } = await tasksOf(tenant, [taskItem()], { datasetId: dataset.id });
    const decision = await decideTask(tenant.ctx, {
      taskId: ids[0] ?? "",
      kind: "edit",
      correction: "Other.",
      addExample: false,
      decisionMs: 1,
    });
    expect(decision.exampleId).toBeNull();
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest?.number).toBe(1);
  });

  it("keeps a structured reference structured", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "structured",
      examples: [{ inputs: { ticket: "First" } }],
    });
    const { ids } = await tasksOf(
      tenant,
      [taskItem({ reference: { category: "billing" }, output: '{"category":"other"}' })],
      { datasetId: dataset.id },
    );
    const decision = await decideTask(tenant.ctx, {
      taskId: ids[0] ?? "",
      kind: "edit",
      correction: '{"category":"refund"}',
      decisionMs: 1,
    });
    const example = await getExample(tenant.ctx, { exampleId: decision.exampleId ?? "" });
    expect(example.reference).toEqual({ category: "refund" });
  });

  it("rejects with one of the project's reasons only", async () => {
    const taskId = await oneTask(tenant);
    await expect(
      decideTask(tenant.ctx, { taskId, kind: "reject", reasonKey: "no_such", decisionMs: 1 }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await decideTask(tenant.ctx, {
      taskId,
      kind: "reject",
      reasonKey: "unsafe",
      comment: "Promises money.",
      decisionMs: 1,
    });
    const [row] = (await listDecisions(tenant.ctx, { taskId })).items;
    expect(row).toMatchObject({
      kind: "reject",
      reasonKey: "unsafe",
      reasonName: "unsafe",
      comment: "Promises money.",
    });
  });

  it("bounds the time the client claims by the time the task was held", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer");
    await claimTask(ana, { taskId });
    tenant.clock.advance(10_000);
    expect((await decideTask(ana, { taskId, kind: "approve", decisionMs: 3_600_000 })).decisionMs).toBe(
      11_000,
    );
  });

  it("refuses a second decision, an edit that changes nothing, and an empty one", async () => {
    const taskId = await oneTask(tenant);
    await expect(
      decideTask(tenant.ctx, { taskId, kind: "edit", correction: taskItem().output, decisionMs: 1 }),
    ).rejects.toThrow("changes nothing");
    await expect(
      decideTask(tenant.ctx, { taskId, kind: "edit", correction: "", decisionMs: 1 }),
    ).rejects.toThrow("empty");
    await expect(decideTask(tenant.ctx, { taskId, kind: "approve", decisionMs: -1 })).rejects.toThrow();
    await decideTask(tenant.ctx, { taskId, kind: "approve", decisionMs: 1 });
    await expect(
      decideTask(await tenant.as("reviewer"), { taskId, kind: "approve", decisionMs: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("refuses another project, people who may not decide, and programs", async () => {
    const taskId = await oneTask(tenant);
    const approve = { taskId, kind: "approve" as const, decisionMs: 1 };
    await expect(decideTask(await other.as("reviewer"), approve)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(decideTask(await tenant.as("viewer"), approve)).rejects.toMatchObject({ code: "forbidden" });
    await expect(decideTask(tenant.asApiKey(["reviews:read"]), approve)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("waits for a second reviewer where the queue wants one, who does not see the first decision", async () => {
    const { ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer");
    const ben = await tenant.as("reviewer");
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    expect(await getTask(ben, { taskId })).toMatchObject({ status: "open", decisions: [] });
    await expect(
      decideTask(ana, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    await decideTask(ben, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 });
    const after = await getTask(ana, { taskId });
    // They differ: it waits for a third person, and neither sees the other's yet.
    expect(after.status).toBe("differing");
    expect(after.decisions).toHaveLength(1);
  });
});

describe("a decision sent more than once", () => {
  const standingOf = async (taskId: string) =>
    (await listDecisions(tenant.ctx, { taskId })).items.map((decision) => decision.id);

  it("is one decision: a key pressed twice, a retry, a second tab", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer", "Ana");
    const approve = { taskId, kind: "approve" as const };
    const both = await Promise.all([
      decideTask(ana, { ...approve, decisionMs: 900 }),
      decideTask(ana, { ...approve, decisionMs: 901 }),
    ]);
    const again = await decideTask(ana, { ...approve, decisionMs: 30_000 });
    expect(new Set([...both, again].map((decision) => decision.id)).size).toBe(1);
    expect(await standingOf(taskId)).toEqual([again.id]);
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, taskId), eq(auditEvents.action, "task.decide")));
    expect(events).toHaveLength(1);
  });

  it("makes one example of one correction", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "sent twice",
      examples: [{ inputs: { a: "1" } }],
    });
    const { ids } = await tasksOf(tenant, [taskItem()], { datasetId: dataset.id });
    const edit = {
      taskId: ids[0] ?? "",
      kind: "edit" as const,
      correction: "One fee comes back.",
      decisionMs: 1,
    };
    const ana = await tenant.as("reviewer");
    const [first, second] = [await decideTask(ana, edit), await decideTask(ana, edit)];
    expect(second.exampleId).toBe(first.exampleId);
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest).toMatchObject({
      exampleCount: 2,
    });
  });

  it("is refused when it says something else, and names what stands", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer");
    const first = await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    await expect(
      decideTask(ana, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 }),
    ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("You approved this task") });
    expect(await standingOf(taskId)).toEqual([first.id]);
  });

  it("is not made again by a late retry after its undo, when it carries the key of its request", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer");
    const approve = { taskId, kind: "approve" as const, decisionMs: 1, requestKey: newId() };
    const first = await decideTask(ana, approve);
    await undoDecision(ana, { decisionId: first.id });
    expect(await decideTask(ana, approve)).toMatchObject({ id: first.id, undoneAt: expect.any(Date) });
    expect(await standingOf(taskId)).toEqual([]);
    const meant = await decideTask(ana, { ...approve, requestKey: newId() });
    expect(await standingOf(taskId)).toEqual([meant.id]);
  });

  it("says in the conflict that the task is over, so that a desk lets it go", async () => {
    const taskId = await oneTask(tenant);
    await decideTask(tenant.ctx, { taskId, kind: "approve", decisionMs: 1 });
    const late = await tenant.as("reviewer");
    for (const act of [
      () => decideTask(late, { taskId, kind: "approve", decisionMs: 1 }),
      () => claimTask(late, { taskId }),
      () => skipTask(late, { taskId }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "conflict", details: { kind: "task_over" } });
  });

  it("counts again after an undo", async () => {
    const taskId = await oneTask(tenant);
    const ana = await tenant.as("reviewer");
    const approve = { taskId, kind: "approve" as const, decisionMs: 1 };
    const first = await decideTask(ana, approve);
    await undoDecision(ana, { decisionId: first.id });
    const second = await decideTask(ana, approve);
    expect(second.id).not.toBe(first.id);
    expect(await standingOf(taskId)).toEqual([second.id]);
  });

  it("leaves each reviewer at most one standing decision, whatever is sent in whatever order", async () => {
    const people = [await tenant.as("reviewer"), await tenant.as("reviewer")] as const;
    const Sent = fc.record({
      who: fc.constantFrom(0, 1),
      kind: fc.constantFrom("approve", "reject", "undo"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(Sent, { maxLength: 8 }), async (sent) => {
        const { ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
        const [taskId = ""] = ids;
        await Promise.all(
          sent.map(async ({ who, kind }) => {
            const me = people[who === 0 ? 0 : 1];
            try {
              if (kind === "undo") {
                const mine = (await listDecisions(me, { taskId, reviewerId: me.actor.id ?? "" })).items[0];
                if (mine) await undoDecision(me, { decisionId: mine.id });
              } else if (kind === "approve") await decideTask(me, { taskId, kind, decisionMs: 1 });
              else await decideTask(me, { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 });
            } catch (thrown) {
              if (!isAppError(thrown) || thrown.code !== "conflict") throw thrown;
            }
          }),
        );
        // Read past the verbs: of a task that is not settled each sees only their own.
        const standing = await tenant.open.db
          .select()
          .from(decisions)
          .where(and(eq(decisions.taskId, taskId), isNull(decisions.undoneAt)));
        expect(new Set(standing.map((decision) => decision.reviewerId)).size).toBe(standing.length);
        const kinds = new Set(standing.map((decision) => decision.kind));
        const settled = kinds.size === 1 ? "decided" : "differing";
        expect((await getTask(tenant.ctx, { taskId })).status).toBe(standing.length === 2 ? settled : "open");
        const counted = standing.filter((decision) => decision.isOutcome);
        expect(counted).toHaveLength(standing.length === 2 && kinds.size === 1 ? 1 : 0);
      }),
      { numRuns: 15 },
    );
  });
});
