import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { adjudications, decisions, tasks } from "#db/schema/review";
import { retentionSettings } from "#db/schema/governance";
import { playgroundChats } from "#db/schema/playground";
import { firstComplaints, listFeedback, recordFeedback } from "#lib/feedback";
import {
  listAuditEvents,
  listRemoved,
  listRetention,
  previewRetention,
  pruneAll,
  setRetention,
  verifyAudit,
} from "#lib/governance";
import type { Context } from "#lib/identity";
import { listGenerations, recordGenerations, usageSummary } from "#lib/observability";
import { projectAuditChecks } from "#lib/releases";
import { addTasks, createQueue, decideTask, firstCorrections, listTasks } from "#lib/review";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import "./every-room.ts";

const dayMs = 86_400_000;
let tenant: Tenant;
let owner: Context;

beforeAll(async () => {
  tenant = await createTenant();
  owner = await tenant.as("owner");
});

const night = (signal = new AbortController().signal) =>
  pruneAll(tenant.open.db, { signal, clock: tenant.clock });
const settingOf = async (kind: string) => (await listRetention(owner)).find((each) => each.kind === kind);

async function call(startedAt: Date): Promise<string> {
  const [row] = await recordGenerations(owner, [
    {
      startedAt,
      traceId: newId(),
      source: "api",
      status: "succeeded",
      provider: "p",
      model: "m",
      input: "i",
      output: "o",
      latencyMs: 1,
    },
  ]);
  return row?.id ?? "";
}

describe("how long data is kept", () => {
  it("is for ever until somebody says otherwise, for every kind that may go", async () => {
    expect((await listRetention(owner)).map(({ kind, days }) => [kind, days])).toEqual([
      ["playground.conversations", null],
      ["feedback.feedback", null],
      ["files.files", null],
      ["observability.generations", null],
      ["review.tasks", null],
    ]);
    await call(new Date("2020-01-01T00:00:00Z"));
    await night();
    expect((await listGenerations(owner, {})).items).toHaveLength(1);
  });

  it("is set by an owner, leaves its audit event, and is taken back by null", async () => {
    const kind = "feedback.feedback";
    await expect(setRetention(await tenant.as("admin"), { kind, days: 90 })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await setRetention(owner, { kind, days: 90 })).toEqual({ kind, days: 90 });
    expect(await settingOf(kind)).toMatchObject({ days: 90, prunedAt: null });
    await setRetention(owner, { kind, days: null });
    expect(await settingOf(kind)).toMatchObject({ days: null });
    const events = (await listAuditEvents(owner, { action: "retention.update" })).items;
    expect(events.map(({ before, after }) => [before, after])).toEqual([
      [{ days: 90 }, { days: null }],
      [{ days: null }, { days: 90 }],
    ]);
  });

  it("is never less than the kind's minimum, which says why", async () => {
    await expect(setRetention(owner, { kind: "observability.generations", days: 182 })).rejects.toMatchObject(
      {
        code: "invalid_input",
        message: expect.stringContaining("AI Act"),
      },
    );
    await setRetention(owner, { kind: "observability.generations", days: 183 });
    await expect(setRetention(owner, { kind: "nothing.such", days: 900 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setRetention(owner, { kind: "feedback.feedback", days: 0 })).rejects.toThrow(
      /at least one day/,
    );
  });

  it("of one project says nothing of another", async () => {
    const other = await createTenant();
    const theirs = await other.as("owner");
    await setRetention(theirs, { kind: "observability.generations", days: 200 });
    expect(await settingOf("observability.generations")).toMatchObject({ days: 183 });
  });
});

describe("the night", () => {
  it("takes whole days only: the last moment that goes is the one before midnight", async () => {
    const day = Math.floor(tenant.clock.now().getTime() / dayMs) * dayMs - 183 * dayMs;
    const old = await call(new Date(day - 1));
    const kept = await call(new Date(day));
    const before = await usageSummary(owner, { from: new Date(0), to: tenant.clock.now() });
    expect(await previewRetention(owner, { kind: "observability.generations", days: 183 })).toEqual({
      all: 3,
      old: 2,
    });
    await night();
    const left = (await listGenerations(owner, {})).items.map(({ id }) => id);
    expect(left).toEqual([kept]);
    expect(left).not.toContain(old);
    expect((await usageSummary(owner, { from: new Date(0), to: tenant.clock.now() })).count).toBe(
      before.count,
    );
    expect(await settingOf("observability.generations")).toMatchObject({
      prunedAt: tenant.clock.now(),
      prunedCount: 2,
    });
    const [event] = (await listAuditEvents(owner, { action: "retention.prune" })).items;
    expect(event).toMatchObject({
      actor: { kind: "system" },
      after: { days: 183, removed: 2, before: new Date(day).toISOString() },
    });
  });

  it("says nothing when nothing was due", async () => {
    const pruned = async () => (await listAuditEvents(owner, { action: "retention.prune" })).items.length;
    const before = await pruned();
    await night();
    expect(await pruned()).toBe(before);
  });

  it("goes on over as many batches as it takes, and stops between two when it is told to", async () => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const ids = await recordGenerations(
      ctx,
      Array.from({ length: 1_100 }, () => ({
        startedAt: new Date("2024-01-01T12:00:00Z"),
        traceId: newId(),
        source: "api" as const,
        status: "succeeded" as const,
        provider: "p",
        model: "m",
        input: "i",
        output: "o",
        latencyMs: 1,
      })),
    );
    expect(ids).toHaveLength(1_100);
    await setRetention(ctx, { kind: "observability.generations", days: 183 });
    await expect(pruneAll(own.open.db, { signal: AbortSignal.abort(), clock: own.clock })).rejects.toThrow();
    const left = async () =>
      (await listRetention(ctx)).find(({ kind }) => kind === "observability.generations");
    expect(await left()).toMatchObject({ count: 1_100 });
    await pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
    expect(await left()).toMatchObject({ count: 0, prunedCount: 1_100 });
  });

  it("takes feedback and conversations that are old enough, and no others", async () => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const [generation] = await recordGenerations(ctx, [
      {
        startedAt: own.clock.now(),
        traceId: newId(),
        source: "api",
        status: "succeeded",
        provider: "p",
        model: "m",
        input: "i",
        output: "o",
        latencyMs: 1,
      },
    ]);
    await recordFeedback(ctx, { generationId: generation?.id ?? "", score: 1, comment: "old" });
    const chat = (updatedAt: Date, leaseUntil: Date | null) => ({
      id: newId(),
      projectId: own.projectId,
      conversationId: newId(),
      pane: "1",
      userId: ctx.actor.id ?? "",
      connectionId: newId(),
      model: "m",
      title: "t",
      messages: [],
      leaseUntil,
      createdAt: updatedAt,
      updatedAt,
    });
    const start = own.clock.now();
    own.clock.advance(31 * dayMs);
    await recordFeedback(ctx, { generationId: generation?.id ?? "", score: 1, comment: "new" });
    const busy = new Date(own.clock.now().getTime() + 60_000);
    await own.open.db
      .insert(playgroundChats)
      .values([chat(start, null), chat(start, busy), chat(own.clock.now(), null)]);
    await setRetention(ctx, { kind: "feedback.feedback", days: 30 });
    await setRetention(ctx, { kind: "playground.conversations", days: 30 });
    await pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
    expect((await listFeedback(ctx)).items.map(({ comment }) => comment)).toEqual(["new"]);
    const rows = await own.open.db
      .select()
      .from(playgroundChats)
      .where(eq(playgroundChats.projectId, own.projectId));
    expect(rows).toHaveLength(2);
  });

  it("takes settled tasks with their decisions, keeps open ones and those decided since, and the chain holds", async () => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const queue = await createQueue(ctx, { name: "look" });
    const item = { inputs: { text: "x" }, output: "y" };
    await addTasks(ctx, { queueId: queue.id, items: [item, item, item] });
    const [first, second] = (await listTasks(ctx, { queueId: queue.id })).items;
    await decideTask(ctx, { taskId: first?.id ?? "", kind: "approve", decisionMs: 1 });
    own.clock.advance(184 * dayMs);
    await decideTask(ctx, { taskId: second?.id ?? "", kind: "approve", decisionMs: 1 });
    await setRetention(ctx, { kind: "review.tasks", days: 183 });
    await pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
    const left = await own.open.db.select().from(tasks).where(eq(tasks.projectId, own.projectId));
    expect(left.map(({ status }) => status).toSorted()).toEqual(["decided", "open"]);
    expect(await own.open.db.$count(decisions, eq(decisions.projectId, own.projectId))).toBe(1);
    expect(await verifyAudit(ctx, {}, projectAuditChecks)).toMatchObject({ isIntact: true });
  });

  it.each([
    ["was adjudicated", "adjudicated"],
    ["had its correction confirmed", "confirmed"],
    ["had its decision undone", "undone"],
    ["had its adjudication undone", "adjudicationUndone"],
  ])("keeps a task that %s since", async (_what, act) => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const queue = await createQueue(ctx, { name: "look" });
    await addTasks(ctx, { queueId: queue.id, items: [{ inputs: { text: "x" }, output: "y" }] });
    const [task] = (await listTasks(ctx, { queueId: queue.id })).items;
    const taskId = task?.id ?? "";
    await decideTask(ctx, { taskId, kind: "approve", decisionMs: 1 });
    const start = own.clock.now();
    own.clock.advance(184 * dayMs);
    const since = own.clock.now();
    const decision = eq(decisions.taskId, taskId);
    if (act === "confirmed") await own.open.db.update(decisions).set({ confirmedAt: since }).where(decision);
    if (act === "undone") await own.open.db.update(decisions).set({ undoneAt: since }).where(decision);
    if (act.startsWith("adjudication") || act === "adjudicated")
      await own.open.db.insert(adjudications).values({
        id: newId(),
        projectId: own.projectId,
        taskId,
        verdict: "left_open",
        opinionAId: newId(),
        opinionBId: newId(),
        reason: "unclear",
        adjudicatorId: newId(),
        adjudicatorName: "A",
        decisionMs: 1,
        createdAt: act === "adjudicated" ? since : start,
        undoneAt: act === "adjudicated" ? null : since,
      });
    await setRetention(ctx, { kind: "review.tasks", days: 183 });
    const left = () => own.open.db.$count(tasks, eq(tasks.id, taskId));
    const night = () => pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
    expect(await previewRetention(ctx, { kind: "review.tasks", days: 183 })).toEqual({ all: 1, old: 0 });
    await night();
    expect(await left()).toBe(1);
    own.clock.advance(184 * dayMs);
    await night();
    expect(await left()).toBe(0);
  });

  it("leaves when a version was first complained of and first corrected, which releases are timed by", async () => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const [promptId, versionId, liked] = [newId(), newId(), newId()];
    const queue = await createQueue(ctx, { name: "look" });
    const judge = async (promptVersionId: string, isBad: boolean) => {
      const [made] = await recordGenerations(ctx, [
        {
          startedAt: own.clock.now(),
          traceId: newId(),
          source: "api",
          status: "succeeded",
          provider: "p",
          model: "m",
          promptId,
          promptPath: "a/b",
          promptVersionId,
          promptVersionNumber: 1,
          input: "i",
          output: "o",
          latencyMs: 1,
        },
      ]);
      const generationId = made?.id ?? "";
      await recordFeedback(ctx, { generationId, score: isBad ? 0 : 1 });
      await addTasks(ctx, { queueId: queue.id, generationIds: [generationId] });
      const open = (await listTasks(ctx, { queueId: queue.id, status: "open" })).items;
      const decision = isBad ? { kind: "edit" as const, correction: "better" } : { kind: "approve" as const };
      await decideTask(ctx, { taskId: open[0]?.id ?? "", ...decision, decisionMs: 1 });
    };
    const asked = { promptVersionIds: [versionId, liked] };
    await setRetention(ctx, { kind: "feedback.feedback", days: 30 });
    await setRetention(ctx, { kind: "review.tasks", days: 183 });
    const night = async () => {
      await pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
      return [
        (await listFeedback(ctx)).items.length,
        (await listTasks(ctx, { queueId: queue.id })).items.length,
      ];
    };
    const start = own.clock.now();
    await judge(versionId, true);
    await judge(liked, false);
    own.clock.advance(2 * dayMs);
    await judge(versionId, true);
    const first = new Map([[versionId, start]]);
    for (const [days, left] of [
      [184 - 2, [0, 3]],
      // The first goes in one night, the second in another: the earlier stays.
      [184, [0, 1]],
      [184 + 2, [0, 0]],
    ] as const) {
      own.clock.set(new Date(start.getTime() + days * dayMs));
      expect(await night()).toEqual(left);
      expect(await firstComplaints(ctx, asked)).toEqual(first);
      expect(await firstCorrections(ctx, asked)).toEqual(first);
    }
    expect(await firstComplaints(ctx, { promptVersionIds: [liked] })).toEqual(new Map());
    const stranger = await (await createTenant()).as("owner");
    expect(await firstComplaints(stranger, asked)).toEqual(new Map());
    expect(await firstCorrections(stranger, asked)).toEqual(new Map());
  });

  it("is known of afterwards: what is gone of a span is told, also when the data is kept for ever again", async () => {
    const own = await createTenant();
    const ctx = await own.as("owner");
    const kind = "observability.generations";
    const removed = (from: string) => listRemoved(ctx, { from: new Date(from) });
    const nightOf = (at: string) => {
      own.clock.set(new Date(at));
      return pruneAll(own.open.db, { signal: new AbortController().signal, clock: own.clock });
    };
    const record = {
      traceId: newId(),
      source: "api",
      status: "succeeded",
      provider: "p",
      model: "m",
    } as const;
    const texts = { input: "i", output: "o", latencyMs: 1 };
    for (const day of ["2026-01-01", "2026-01-09"])
      await recordGenerations(ctx, [{ ...record, ...texts, startedAt: new Date(`${day}T12:00:00Z`) }]);
    await setRetention(ctx, { kind, days: 200 });
    await nightOf("2026-07-20T02:17:00Z");
    expect(await removed("2020-01-01")).toEqual([]);
    await nightOf("2026-07-21T02:17:00Z");
    const gone = [{ kind, before: new Date("2026-01-02") }];
    expect(await removed("2026-01-01T23:59:59.999Z")).toEqual(gone);
    expect(await removed("2026-01-02")).toEqual([]);
    // Kept longer or for ever from now on, what went stays gone; what is there stays.
    await setRetention(ctx, { kind, days: 300 });
    await nightOf("2026-07-31T02:17:00Z");
    await setRetention(ctx, { kind, days: null });
    await nightOf("2027-07-31T02:17:00Z");
    expect(await removed("2020-01-01")).toEqual(gone);
    expect((await listGenerations(ctx, {})).items).toHaveLength(1);
    // A night of a version that did not say it.
    await setRetention(ctx, { kind, days: 200 });
    await own.open.db
      .update(retentionSettings)
      .set({ prunedBefore: null, prunedAt: new Date("2026-07-22T02:17:00Z") })
      .where(eq(retentionSettings.projectId, own.projectId));
    expect(await removed("2020-01-01")).toMatchObject([{ before: new Date("2026-01-03") }]);
    const other = await createTenant();
    expect(await listRemoved(other.ctx, { from: new Date(0) })).toEqual([]);
  });

  it.each([null, 365])(
    "of a version that did not say what went is still known after the time changes to %s",
    async (days) => {
      const own = await createTenant();
      const ctx = await own.as("owner");
      const kind = "feedback.feedback";
      await setRetention(ctx, { kind, days: 183 });
      const prunedAt = new Date("2026-07-22T02:17:00Z");
      await own.open.db
        .update(retentionSettings)
        .set({ prunedAt, prunedCount: 3 })
        .where(eq(retentionSettings.projectId, own.projectId));
      const gone = await listRemoved(ctx, { from: new Date(0) });
      expect(gone).toEqual([{ kind, before: new Date("2026-01-20") }]);
      for (const next of [days, 700, null]) {
        await setRetention(ctx, { kind, days: next });
        expect(await listRemoved(ctx, { from: new Date(0) })).toEqual(gone);
      }
    },
  );
});
