import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import {
  addTasks,
  claimTask,
  createQueue,
  decideTask,
  getTask,
  listTasks,
  nextTask,
  releaseTask,
  skipTask,
  upcomingTasks,
} from "../index.ts";
import { holdMs, type TaskItem } from "../schema.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

let queueNumber = 0;

function item(more: Partial<TaskItem> = {}): TaskItem {
  return {
    inputs: { ticket: "My parcel came but the invoice shows two shipping fees." },
    output: "Fees are not refundable.",
    reason: "sampled",
    ...more,
  };
}

async function queueWith(items: TaskItem[], more: { isBlind?: boolean; secondOpinionShare?: number } = {}) {
  queueNumber += 1;
  const queue = await createQueue(tenant.ctx, { name: `Queue ${queueNumber}`, ...more });
  if (items.length > 0) await addTasks(tenant.ctx, { queueId: queue.id, items });
  const { items: rows } = await listTasks(tenant.ctx, { queueId: queue.id, limit: 200 });
  return { queue, ids: rows.map((row) => row.id) };
}

async function lastAction(subjectId: string) {
  const [event] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event?.action;
}

describe("addTasks", () => {
  it("numbers tasks in order, titles them and leaves an audit event", async () => {
    const { queue } = await queueWith([item(), item({ title: "SMS code" })]);
    const { items } = await listTasks(tenant.ctx, { queueId: queue.id });
    expect(items.map((task) => [task.number, task.title])).toEqual([
      [1, "My parcel came but the invoice shows two shipping fees"],
      [2, "SMS code"],
    ]);
    expect(await lastAction(queue.id)).toBe("task.create");
  });

  it("adds a case or a generation once, however often it is added", async () => {
    const { queue } = await queueWith([]);
    const caseId = newId();
    expect(
      await addTasks(tenant.ctx, { queueId: queue.id, items: [item({ caseId }), item({ caseId })] }),
    ).toEqual({ added: 1, present: 1 });
    expect(await addTasks(tenant.ctx, { queueId: queue.id, items: [item({ caseId })] })).toEqual({
      added: 0,
      present: 1,
    });
  });

  it("takes generations with their prompt version", async () => {
    const { queue } = await queueWith([], { isBlind: false });
    const [generation] = await recordGenerations(tenant.ctx, [
      {
        traceId: "b".repeat(32),
        startedAt: tenant.clock.now(),
        source: "api",
        status: "succeeded",
        provider: "p",
        model: "m",
        input: [{ role: "user", content: "hello there friend" }],
        output: "Hi.",
        latencyMs: 1,
        promptPath: "support/reply",
        promptVersionId: newId(),
        promptVersionNumber: 7,
        promptId: newId(),
      },
    ]);
    const generationIds = [generation?.id ?? ""];
    expect(await addTasks(tenant.ctx, { queueId: queue.id, generationIds })).toEqual({
      added: 1,
      present: 0,
    });
    const [row] = (await listTasks(tenant.ctx, { queueId: queue.id })).items;
    expect(await getTask(tenant.ctx, { taskId: row?.id ?? "" })).toMatchObject({
      promptPath: "support/reply",
      promptVersionNumber: 7,
      output: "Hi.",
      inputs: { input: "hello there friend" },
      reason: "flagged",
    });
    await expect(addTasks(tenant.ctx, { queueId: queue.id, generationIds: [newId()] })).rejects.toMatchObject(
      { code: "not_found" },
    );
  });

  it("refuses another project's queue, people without the permission, and nothing", async () => {
    const { queue } = await queueWith([]);
    await expect(addTasks(other.ctx, { queueId: queue.id, items: [item()] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      addTasks(await tenant.as("reviewer"), { queueId: queue.id, items: [item()] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(addTasks(tenant.ctx, { queueId: queue.id, items: [] })).rejects.toThrow();
  });

  it("asks for a second opinion on about the share the queue wants", async () => {
    const { ids } = await queueWith(
      Array.from({ length: 60 }, () => item()),
      { secondOpinionShare: 0.5 },
    );
    const wanted = await Promise.all(
      ids.map(async (taskId) => (await getTask(tenant.ctx, { taskId })).decisionsNeeded),
    );
    const doubles = wanted.filter((needed) => needed === 2).length;
    expect(doubles).toBeGreaterThan(15);
    expect(doubles).toBeLessThan(45);
  });
});

describe("claimTask", () => {
  it("holds a task for five minutes and names the holder to others", async () => {
    const { queue, ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    await claimTask(ana, { taskId });
    const until = new Date(tenant.clock.now().getTime() + holdMs).toISOString();
    await expect(claimTask(ben, { taskId })).rejects.toMatchObject({
      code: "conflict",
      details: { kind: "task_held", heldByName: "Ana", heldUntil: until },
    });
    const approve = { taskId, kind: "approve" as const, decisionMs: 1000 };
    await expect(decideTask(ben, approve)).rejects.toMatchObject({
      code: "conflict",
      details: { heldByName: "Ana" },
    });
    await expect(skipTask(ben, { taskId })).rejects.toMatchObject({ code: "conflict" });
    expect((await listTasks(ben, { queueId: queue.id })).items[0]?.heldByName).toBe("Ana");
    expect((await getTask(ana, { taskId })).heldByName).toBeNull();
  });

  it("is renewed by its holder and lapses without a heartbeat", async () => {
    const { ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    await claimTask(ana, { taskId });
    tenant.clock.advance(holdMs - 1000);
    await claimTask(ana, { taskId });
    tenant.clock.advance(holdMs - 1000);
    await expect(claimTask(ben, { taskId })).rejects.toMatchObject({ code: "conflict" });
    tenant.clock.advance(2000);
    await claimTask(ben, { taskId });
  });

  it("is over at its last instant, for whoever claims it and for the search of the next task", async () => {
    const { queue, ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    await claimTask(ana, { taskId });
    tenant.clock.advance(holdMs - 1);
    expect(await nextTask(ben, { queueId: queue.id })).toBeNull();
    tenant.clock.advance(1);
    expect((await nextTask(ben, { queueId: queue.id }))?.id).toBe(taskId);
    await claimTask(ben, { taskId });
  });

  it("refuses a task that was decided meanwhile, and says that it is over", async () => {
    const { ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    const [ana, ben] = [await tenant.as("reviewer", "Ana"), await tenant.as("reviewer", "Ben")];
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1000 });
    await expect(claimTask(ben, { taskId })).rejects.toMatchObject({
      code: "conflict",
      details: { kind: "task_over" },
    });
  });

  it("keeps what is held in another queue", async () => {
    const here = await queueWith([item()]);
    const there = await queueWith([item()]);
    const ana = await tenant.as("reviewer", "Ana");
    await claimTask(ana, { taskId: there.ids[0] ?? "" });
    await claimTask(ana, { taskId: here.ids[0] ?? "" });
    const ben = await tenant.as("reviewer");
    await expect(claimTask(ben, { taskId: there.ids[0] ?? "" })).rejects.toMatchObject({
      details: { kind: "task_held", heldByName: "Ana" },
    });
  });

  it("lets go of the task held before in the queue, and when asked to", async () => {
    const { ids } = await queueWith([item(), item()]);
    const [first = "", second = ""] = ids;
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    await claimTask(ana, { taskId: first });
    await claimTask(ana, { taskId: second });
    await claimTask(ben, { taskId: first });
    await releaseTask(ana, { taskId: second });
    await claimTask(ben, { taskId: second });
  });

  it("refuses another project, programs, and people who may not decide", async () => {
    const { ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    await expect(claimTask(await other.as("reviewer"), { taskId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(claimTask(await tenant.as("viewer"), { taskId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(claimTask(tenant.asApiKey(["reviews:read"]), { taskId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(claimTask(tenant.ctx, { taskId: "nonsense" })).rejects.toThrow();
  });
});

describe("releaseTask", () => {
  it("frees one's own hold at once and leaves somebody else's alone, also when asked twice", async () => {
    const { ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer", "Ana");
    const ben = await tenant.as("reviewer", "Ben");
    await claimTask(ana, { taskId });
    await releaseTask(ben, { taskId });
    await expect(claimTask(ben, { taskId })).rejects.toMatchObject({ code: "conflict" });
    await releaseTask(ana, { taskId });
    await releaseTask(ana, { taskId });
    expect((await getTask(ben, { taskId })).heldByName).toBeNull();
    await claimTask(ben, { taskId });
  });

  it("refuses another project, people who may not decide, programs, and nonsense", async () => {
    const { ids } = await queueWith([item()]);
    const [taskId = ""] = ids;
    await expect(releaseTask(await other.as("reviewer"), { taskId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(releaseTask(await tenant.as("viewer"), { taskId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(releaseTask(tenant.asApiKey(["reviews:read"]), { taskId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(releaseTask(tenant.ctx, { taskId: "nonsense" })).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("upcomingTasks", () => {
  it("gives the tasks asked for in full, and nothing of another queue or already decided", async () => {
    const { queue, ids } = await queueWith([item(), item(), item()]);
    const elsewhere = await queueWith([item()]);
    const [first = "", second = "", third = ""] = ids;
    const ana = await tenant.as("reviewer");
    await decideTask(ana, { taskId: first, kind: "approve", decisionMs: 1 });
    const taskIds = [first, third, elsewhere.ids[0] ?? "", newId()];
    const got = await upcomingTasks(ana, { queueId: queue.id, taskIds });
    expect(got.map(({ id, output }) => [id, output])).toEqual([[third, "Fees are not refundable."]]);
    expect((await upcomingTasks(ana, { queueId: queue.id })).map(({ id }) => id)).toEqual([second, third]);
    await expect(
      upcomingTasks(ana, { queueId: queue.id, taskIds: Array.from({ length: 51 }, () => newId()) }),
    ).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("nextTask", () => {
  it("gives each of many who ask at once a task of their own while there are any", async () => {
    const { queue } = await queueWith(Array.from({ length: 12 }, () => item()));
    const people = await Promise.all(Array.from({ length: 12 }, () => tenant.as("reviewer")));
    const given = await Promise.all(people.map((person) => nextTask(person, { queueId: queue.id })));
    expect(given.map((task) => task?.number).sort((a = 0, b = 0) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, place) => place + 1),
    );
    expect(await nextTask(await tenant.as("reviewer"), { queueId: queue.id })).toBeNull();
  });

  it("gives each reviewer a different task, skipped ones last, and null at the end", async () => {
    const { queue } = await queueWith([
      item({ title: "one" }),
      item({ title: "two" }),
      item({ title: "three" }),
    ]);
    const ana = await tenant.as("reviewer");
    const ben = await tenant.as("reviewer");
    const first = await nextTask(ana, { queueId: queue.id });
    expect(first?.title).toBe("one");
    expect((await nextTask(ben, { queueId: queue.id }))?.title).toBe("two");
    await skipTask(ana, { taskId: first?.id ?? "" });
    expect(await lastAction(first?.id ?? "")).toBe("task.skip");
    const third = await nextTask(ana, { queueId: queue.id });
    expect(third?.title).toBe("three");
    await decideTask(ana, { taskId: third?.id ?? "", kind: "approve", decisionMs: 100 });
    const again = await nextTask(ana, { queueId: queue.id });
    expect(again).toMatchObject({ title: "one", isSkippedByMe: true });
    await decideTask(ana, { taskId: again?.id ?? "", kind: "approve", decisionMs: 100 });
    expect(await nextTask(ana, { queueId: queue.id })).toBeNull();
  });

  it("goes on after the task just left", async () => {
    const { queue, ids } = await queueWith([item(), item(), item()]);
    const ana = await tenant.as("reviewer");
    expect((await nextTask(ana, { queueId: queue.id, afterTaskId: ids[1] ?? "" }))?.number).toBe(3);
    expect((await nextTask(ana, { queueId: queue.id, afterTaskId: ids[2] ?? "" }))?.number).toBe(1);
  });

  it("refuses another project's queue", async () => {
    const { queue } = await queueWith([item()]);
    await expect(nextTask(await other.as("reviewer"), { queueId: queue.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
