import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import {
  addTasks,
  archiveQueue,
  createQueue,
  getQueue,
  listQueues,
  listRejectReasons,
  saveRejectReasons,
  updateQueue,
} from "../index.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

async function lastAction(subjectId: string) {
  const [event] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event?.action;
}

describe("createQueue", () => {
  it("makes a queue and leaves an audit event", async () => {
    const queue = await createQueue(tenant.ctx, { name: "Weekly sample", guidelines: "Be kind." });
    expect(queue).toMatchObject({ name: "Weekly sample", isBlind: true, archivedAt: null });
    expect(await lastAction(queue.id)).toBe("queue.create");
    expect(await getQueue(tenant.ctx, { queueId: queue.id })).toEqual(queue);
  });

  it("refuses a taken name, no name, an unknown dataset, and people without the permission", async () => {
    await createQueue(tenant.ctx, { name: "Once" });
    await expect(createQueue(tenant.ctx, { name: "Once" })).rejects.toMatchObject({ code: "conflict" });
    const many = Array.from({ length: 6 }, () => createQueue(tenant.ctx, { name: "All at once" }));
    const refusals = (await Promise.allSettled(many)).flatMap((result) =>
      result.status === "rejected" ? [(result.reason as { code?: string }).code] : [],
    );
    expect(refusals).toEqual(Array.from({ length: 5 }, () => "conflict"));
    await expect(createQueue(tenant.ctx, { name: " " })).rejects.toThrow("name");
    await expect(createQueue(tenant.ctx, { name: "With", datasetId: newId() })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(createQueue(await tenant.as("reviewer"), { name: "Mine" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("updateQueue and archiveQueue", () => {
  it("change a queue, leave audit events, and keep archived queues out of the list", async () => {
    const queue = await createQueue(tenant.ctx, { name: "To change" });
    expect(
      await updateQueue(tenant.ctx, { queueId: queue.id, isBlind: false, secondOpinionShare: 0.2 }),
    ).toMatchObject({ isBlind: false, secondOpinionShare: 0.2, name: "To change" });
    expect(await lastAction(queue.id)).toBe("queue.update");
    await archiveQueue(tenant.ctx, { queueId: queue.id });
    expect(await lastAction(queue.id)).toBe("queue.archive");
    expect((await listQueues(tenant.ctx)).map((row) => row.id)).not.toContain(queue.id);
    expect((await listQueues(tenant.ctx, { includeArchived: true })).map((row) => row.id)).toContain(
      queue.id,
    );
    const items = [{ inputs: {}, output: "x" }];
    await expect(addTasks(tenant.ctx, { queueId: queue.id, items })).rejects.toMatchObject({
      code: "conflict",
    });
    await archiveQueue(tenant.ctx, { queueId: queue.id, isArchived: false });
    await addTasks(tenant.ctx, { queueId: queue.id, items });
  });

  it("refuse another project, people without the permission, and bad input", async () => {
    const queue = await createQueue(tenant.ctx, { name: "Guarded" });
    const viewer = await tenant.as("viewer");
    await expect(updateQueue(other.ctx, { queueId: queue.id, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(archiveQueue(other.ctx, { queueId: queue.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(getQueue(other.ctx, { queueId: queue.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(updateQueue(viewer, { queueId: queue.id, name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(archiveQueue(viewer, { queueId: queue.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateQueue(tenant.ctx, { queueId: queue.id, secondOpinionShare: 3 })).rejects.toThrow();
  });
});

describe("reject reasons", () => {
  it("start as the usual five, one of them about safety", async () => {
    const reasons = await listRejectReasons(tenant.ctx);
    expect(reasons.map((reason) => reason.name)).toEqual([
      "wrong fact",
      "wrong category",
      "tone",
      "unsafe",
      "incomplete",
    ]);
    expect(reasons.filter((reason) => reason.isSafety).map((reason) => reason.key)).toEqual(["unsafe"]);
  });

  it("are saved in a new order with keys that never change; those left out go to the archive", async () => {
    const admin = await tenant.as("admin");
    const after = await saveRejectReasons(admin, {
      reasons: [
        { key: "unsafe", name: "harmful", isSafety: true },
        { name: "Too long!" },
        { name: "Missverständlich" },
        { key: "tone", name: "tone" },
      ],
    });
    expect(after.map((reason) => [reason.key, reason.name, reason.position])).toEqual([
      ["unsafe", "harmful", 1],
      ["too_long", "Too long!", 2],
      ["missverstandlich", "Missverständlich", 3],
      ["tone", "tone", 4],
    ]);
    const all = await listRejectReasons(admin, { includeArchived: true });
    expect(
      all
        .filter((reason) => reason.isArchived)
        .map((reason) => reason.key)
        .toSorted(),
    ).toEqual(["incomplete", "wrong_category", "wrong_fact"]);
    expect(await lastAction(tenant.projectId)).toBe("reject_reasons.update");
  });

  it("are taken up again from the archive under the name they have there, whatever their key", async () => {
    const admin = await tenant.as("admin");
    await saveRejectReasons(admin, { reasons: [{ name: "Off topic" }] });
    await saveRejectReasons(admin, { reasons: [{ key: "off_topic", name: "Besides the point" }] });
    await saveRejectReasons(admin, { reasons: [{ name: "Unclear" }] });
    const after = await saveRejectReasons(admin, { reasons: [{ name: "besides the point" }] });
    expect(after.map(({ key }) => key)).toEqual(["off_topic"]);
  });

  it("refuse two of one name, unknown keys, none at all, and people without the permission", async () => {
    const admin = await tenant.as("admin");
    await expect(saveRejectReasons(admin, { reasons: [{ name: "tone" }, { name: "Tone" }] })).rejects.toThrow(
      "Two reasons",
    );
    await expect(
      saveRejectReasons(admin, { reasons: [{ key: "never_seen", name: "x" }] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(saveRejectReasons(admin, { reasons: [] })).rejects.toThrow("at least one");
    await expect(saveRejectReasons(tenant.ctx, { reasons: [{ name: "x" }] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
