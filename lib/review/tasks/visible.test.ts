import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import {
  addTasks,
  countWaitingTasks,
  createQueue,
  decideTask,
  getTask,
  listTasks,
  queueProgress,
  waitingAmong,
} from "../index.ts";
import type { TaskItem } from "../schema.ts";

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

describe("reading tasks", () => {
  it("hides the version in a blind queue until the task is decided", async () => {
    const promptVersionId = newId();
    const { ids } = await queueWith([
      item({ promptVersionId, promptPath: "support/reply", promptVersionNumber: 3 }),
    ]);
    const [taskId = ""] = ids;
    const ana = await tenant.as("reviewer");
    expect(await getTask(ana, { taskId })).toMatchObject({
      isBlind: true,
      promptVersionId: null,
      promptPath: null,
    });
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 100 });
    expect(await getTask(ana, { taskId })).toMatchObject({ promptVersionId, promptPath: "support/reply" });
  });

  it("goes on hiding a decided task from those who only decide while anything waits, not from those who run the queue", async () => {
    const promptVersionId = newId();
    const { ids } = await queueWith([item({ promptVersionId, promptPath: "support/reply" }), item()]);
    const [taskId = "", waiting = ""] = ids;
    const [ana, engineer] = [await tenant.as("reviewer"), await tenant.as("engineer")];
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 100 });
    expect(await getTask(ana, { taskId })).toMatchObject({ promptVersionId: null });
    expect(await getTask(engineer, { taskId })).toMatchObject({ promptVersionId });
    await decideTask(ana, { taskId: waiting, kind: "approve", decisionMs: 100 });
    expect(await getTask(ana, { taskId })).toMatchObject({ promptVersionId });
  });

  it("masks personal data for reviewers and shows it to engineers", async () => {
    const { ids } = await queueWith([
      item({
        inputs: { ticket: "Write to anna.schmidt@example.org please" },
        output: "We wrote to anna.schmidt@example.org.",
      }),
    ]);
    const [taskId = ""] = ids;
    const seen = await getTask(await tenant.as("reviewer"), { taskId });
    expect(JSON.stringify(seen)).not.toContain("anna.schmidt");
    expect(seen).toMatchObject({ isMasked: true, output: "We wrote to [email]." });
    expect((await getTask(tenant.ctx, { taskId })).output).toContain("anna.schmidt@example.org");
  });

  it("counts progress and what waits for this person", async () => {
    const { queue, ids } = await queueWith([item(), item(), item()]);
    const ana = await tenant.as("reviewer");
    const before = await countWaitingTasks(ana);
    await decideTask(ana, { taskId: ids[0] ?? "", kind: "approve", decisionMs: 4000 });
    expect(await queueProgress(ana, { queueId: queue.id })).toMatchObject({
      total: 3,
      decided: 1,
      waiting: 2,
      waitingForMe: 2,
      medianDecisionMs: 4000,
    });
    expect(await countWaitingTasks(ana)).toBe(before - 1);
  });

  it("says which of the tasks asked for still wait for this person", async () => {
    const { queue, ids } = await queueWith([item(), item(), item()]);
    const elsewhere = await queueWith([item()]);
    const [a = "", b = "", c = ""] = ids;
    const ana = await tenant.as("reviewer");
    await decideTask(await tenant.as("reviewer"), { taskId: a, kind: "approve", decisionMs: 1 });
    await decideTask(ana, { taskId: b, kind: "approve", decisionMs: 1 });
    const asked = { queueId: queue.id, taskIds: [a, b, c, ...elsewhere.ids] };
    expect(await waitingAmong(ana, asked)).toEqual([c]);
    await expect(waitingAmong(await other.as("reviewer"), asked)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(waitingAmong(await tenant.as("viewer"), asked)).rejects.toMatchObject({ code: "forbidden" });
    await expect(waitingAmong(ana, { queueId: "nonsense", taskIds: [] })).rejects.toThrow();
  });

  it("pages through a queue by number", async () => {
    const { queue } = await queueWith([item(), item(), item()]);
    const first = await listTasks(tenant.ctx, { queueId: queue.id, limit: 2 });
    const second = await listTasks(tenant.ctx, {
      queueId: queue.id,
      limit: 2,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.items, ...second.items].map((row) => row.number)).toEqual([1, 2, 3]);
  });

  it("tells other projects and people without the permission nothing", async () => {
    const { queue, ids } = await queueWith([item()]);
    await expect(getTask(other.ctx, { taskId: ids[0] ?? "" })).rejects.toMatchObject({ code: "not_found" });
    await expect(listTasks(other.ctx, { queueId: queue.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(queueProgress(other.ctx, { queueId: queue.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getTask(await tenant.as("viewer"), { taskId: ids[0] ?? "" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
