import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { queues, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { addTasks, claimTask, createQueue, decideTask, listTasks, nextTask, skipTask } from "../index.ts";
import { newId } from "#platform/ids";
import { isSettled } from "./internal.ts";
import { AddTasksInput, holdMs } from "./schema.ts";

let tenant: Tenant;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
});

async function queueOf(count: number, more: { secondOpinionShare?: number } = {}) {
  made += 1;
  const { id: queueId } = await createQueue(tenant.ctx, { name: `List ${made}`, ...more });
  const inputs = { ticket: "Two fees for one parcel." };
  const items = Array.from({ length: count }, () => ({ inputs, output: "No.", reason: "sampled" as const }));
  await addTasks(tenant.ctx, { queueId, items });
  const { items: rows } = await listTasks(tenant.ctx, { queueId });
  return { queueId, ids: rows.map(({ id }) => id) };
}

describe("the list of a queue", () => {
  it("marks as skipped what this person skipped, and nothing for anybody else", async () => {
    const { queueId, ids } = await queueOf(2);
    const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer")];
    await skipTask(ana, { taskId: ids[0] ?? "" });
    const skipped = async (ctx: Context) =>
      (await listTasks(ctx, { queueId })).items.map(({ isSkippedByMe }) => isSkippedByMe);
    expect(await skipped(ana)).toEqual([true, false]);
    expect(await skipped(ben)).toEqual([false, false]);
    // A program is no person: it skipped nothing.
    expect(await skipped(tenant.asApiKey(["reviews:read"]))).toEqual([false, false]);
  });

  it("leaves out what this person has decided only where that is asked for", async () => {
    const { queueId, ids } = await queueOf(2, { secondOpinionShare: 1 });
    const ana = await tenant.as("reviewer");
    await decideTask(ana, { taskId: ids[0] ?? "", kind: "approve", decisionMs: 1 });
    const listed = async (forMe?: boolean) =>
      (await listTasks(ana, { queueId, ...(forMe === undefined ? {} : { forMe }) })).items.map(
        ({ id }) => id,
      );
    expect(await listed()).toEqual(ids);
    expect(await listed(true)).toEqual(ids.slice(1));
  });
});

it("a task that waits for a second opinion is not offered to the one who gave the first", async () => {
  const { queueId, ids } = await queueOf(1, { secondOpinionShare: 1 });
  const [ana, ben] = [await tenant.as("reviewer"), await tenant.as("reviewer")];
  await decideTask(ana, { taskId: ids[0] ?? "", kind: "approve", decisionMs: 1 });
  expect(await nextTask(ana, { queueId })).toBeNull();
  expect(await nextTask(ben, { queueId })).toMatchObject({ id: ids[0] });
});

it("a task is held for five minutes of the clock", async () => {
  const { ids } = await queueOf(1);
  const taskId = ids[0] ?? "";
  await claimTask(await tenant.as("reviewer"), { taskId });
  const ben = await tenant.as("reviewer");
  tenant.clock.advance(5 * 60_000 - 1);
  await expect(claimTask(ben, { taskId })).rejects.toMatchObject({ code: "conflict" });
  tenant.clock.advance(1);
  expect(await claimTask(ben, { taskId })).toMatchObject({ id: taskId });
});

it.each([
  ["open", false],
  ["differing", false],
  ["decided", true],
  ["left_open", true],
] as const)("a task that is %s is settled: %s", (status, settled) => {
  expect(isSettled({ status })).toBe(settled);
});

it.each([
  [0, false],
  [1, true],
  [500, true],
  [501, false],
])("a sample of %s cases may be asked for: %s", (count, isTaken) => {
  const id = "01a21dd2-a02f-71db-bdc4-bba07316309e";
  const { success } = AddTasksInput.safeParse({ queueId: id, runId: id, which: "sample", count });
  expect(success).toBe(isTaken);
});

describe("a task that wants two opinions", () => {
  it("is held by two at once, and by one once the first has decided", async () => {
    const { queueId, ids } = await queueOf(1, { secondOpinionShare: 1 });
    const taskId = ids[0] ?? "";
    const [ana, ben, cem] = [
      await tenant.as("reviewer", "Ana"),
      await tenant.as("reviewer", "Ben"),
      await tenant.as("reviewer", "Cem"),
    ];
    await claimTask(ana, { taskId });
    await claimTask(ben, { taskId });
    await expect(claimTask(cem, { taskId })).rejects.toMatchObject({ details: { heldByName: "Ana" } });
    expect(await nextTask(cem, { queueId })).toBeNull();
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
    await expect(claimTask(cem, { taskId })).rejects.toMatchObject({ details: { heldByName: "Ben" } });
    expect(await nextTask(cem, { queueId })).toBeNull();
  });

  it("is chosen by its number only, whenever and wherever it is added", async () => {
    const chosen = async () => {
      const { queueId } = await queueOf(12, { secondOpinionShare: 0.5 });
      const rows = await tenant.open.db.select().from(tasks).where(eq(tasks.queueId, queueId));
      return rows.toSorted((a, b) => a.number - b.number).map(({ decisionsNeeded }) => decisionsNeeded);
    };
    const first = await chosen();
    tenant.clock.advance(60_000);
    expect(await chosen()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([1, 2]));
  });
});

it("a hold that is kept began when it was first taken, and one that lapsed begins again", async () => {
  const { ids } = await queueOf(1);
  const taskId = ids[0] ?? "";
  const ana = await tenant.as("reviewer");
  const holds = async () => {
    await claimTask(ana, { taskId });
    const [row] = await tenant.open.db.select().from(tasks).where(eq(tasks.id, taskId));
    return row?.holds.map(({ since }) => since);
  };
  const begun = tenant.clock.now().toISOString();
  expect(await holds()).toEqual([begun]);
  tenant.clock.advance(holdMs - 1);
  expect(await holds()).toEqual([begun]);
  tenant.clock.advance(holdMs);
  expect(await holds()).toEqual([tenant.clock.now().toISOString()]);
});

it("a task that was skipped is free at once, and each who skipped it is remembered", async () => {
  const { queueId, ids } = await queueOf(1);
  const taskId = ids[0] ?? "";
  const [ana, ben] = [await tenant.as("reviewer", "Ana"), await tenant.as("reviewer", "Ben")];
  await claimTask(ana, { taskId });
  await skipTask(ana, { taskId });
  await claimTask(ben, { taskId });
  await skipTask(ben, { taskId });
  await skipTask(ben, { taskId });
  for (const person of [ana, ben])
    expect((await listTasks(person, { queueId })).items).toMatchObject([
      { isSkippedByMe: true, heldByName: null },
    ]);
});

it("a task's own dataset goes before its queue's", async () => {
  const [own, ofQueue] = [newId(), newId()];
  const { queueId, ids } = await queueOf(1);
  await tenant.open.db.update(queues).set({ datasetId: ofQueue }).where(eq(queues.id, queueId));
  const item = { inputs: {}, output: "x", reason: "sampled" as const };
  await addTasks(tenant.ctx, { queueId, items: [{ ...item, datasetId: own }, item] });
  const rows = await tenant.open.db.select().from(tasks).where(eq(tasks.queueId, queueId));
  const added = rows.filter(({ id }) => id !== ids[0]).toSorted((a, b) => a.number - b.number);
  expect(added.map(({ datasetId }) => datasetId)).toEqual([own, ofQueue]);
});
