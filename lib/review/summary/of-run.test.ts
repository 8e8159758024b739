import { beforeAll, expect, it } from "vitest";
import { decisions, queues, rejectReasons, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { reviewOfRun } from "./of-run.ts";
import { reviewerStats } from "./reviewers.ts";

let tenant: Tenant;
let queueId: string;
const runId = newId();

beforeAll(async () => {
  tenant = await createTenant();
  queueId = newId();
  const { db } = tenant.open;
  await db.insert(queues).values({ id: queueId, projectId: tenant.projectId, name: "all" });
  await db
    .insert(rejectReasons)
    .values({ projectId: tenant.projectId, key: "unsafe", name: "Unsafe", position: 1, isSafety: true });
});

type Said = { kind: "approve" | "edit" | "reject"; by: string; isUndone?: boolean; reasonKey?: string };
let taskNumber = 0;

/** A task on a case of the run with what was said of it, in this order. */
async function say(caseId: string, status: "open" | "decided", said: Said[], queue = queueId): Promise<void> {
  const taskId = newId();
  taskNumber += 1;
  await tenant.open.db.insert(tasks).values({
    id: taskId,
    projectId: tenant.projectId,
    queueId: queue,
    number: taskNumber,
    title: "case",
    reason: "sampled",
    runId,
    caseId,
    inputs: {},
    output: "x",
    scores: [],
    status,
  });
  for (const { kind, by, isUndone, reasonKey } of said) {
    tenant.clock.advance(1_000);
    await tenant.open.db.insert(decisions).values({
      projectId: tenant.projectId,
      taskId,
      kind,
      reviewerName: by,
      reasonKey: reasonKey ?? null,
      decisionMs: 1,
      undoneAt: isUndone ? tenant.clock.now() : null,
      createdAt: tenant.clock.now(),
    });
  }
}

const of = async (caseId: string) =>
  (await reviewOfRun(tenant.ctx, { runId })).find((each) => each.caseId === caseId);

it("the newest standing decision stands for its case, and one that was undone for nothing", async () => {
  const caseId = newId();
  await say(caseId, "decided", [
    { kind: "reject", by: "Rita" },
    { kind: "approve", by: "Ravi" },
    { kind: "edit", by: "Rosa", isUndone: true },
  ]);
  expect(await of(caseId)).toMatchObject({ isOpen: false, verdict: "approve", reviewers: ["Rita", "Ravi"] });
  const undone = newId();
  await say(undone, "open", [{ kind: "approve", by: "Rita", isUndone: true }]);
  expect(await of(undone)).toMatchObject({ isOpen: true, verdict: null, reviewers: [] });
});

it("a case is open while a second opinion is awaited", async () => {
  const caseId = newId();
  await say(caseId, "open", [{ kind: "approve", by: "Rita" }]);
  expect(await of(caseId)).toMatchObject({ isOpen: true, verdict: "approve" });
});

it("a case that waits in one queue is open, though another queue is done with it", async () => {
  const [caseId, second] = [newId(), newId()];
  await tenant.open.db.insert(queues).values({ id: second, projectId: tenant.projectId, name: "second" });
  await say(caseId, "decided", [{ kind: "approve", by: "Rita" }]);
  await say(caseId, "open", [], second);
  expect(await of(caseId)).toMatchObject({ isOpen: true, verdict: "approve", reviewers: ["Rita"] });
});

it("a standing rejection for safety is said, whatever stands for the case", async () => {
  const caseId = newId();
  await say(caseId, "decided", [
    { kind: "reject", by: "Rita", reasonKey: "unsafe" },
    { kind: "approve", by: "Ravi" },
  ]);
  expect(await of(caseId)).toMatchObject({ verdict: "approve", isRejectedForSafety: true });
  const undone = newId();
  await say(undone, "decided", [
    { kind: "reject", by: "Rita", reasonKey: "unsafe", isUndone: true },
    { kind: "approve", by: "Ravi" },
  ]);
  expect(await of(undone)).toMatchObject({ isRejectedForSafety: false });
});

it("reads one run of one project, and nothing without the permission", async () => {
  expect(await reviewOfRun(tenant.ctx, { runId: newId() })).toEqual([]);
  const other = await createTenant();
  expect(await reviewOfRun(other.ctx, { runId })).toEqual([]);
  await expect(reviewOfRun(tenant.asApiKey(["prompts:read"]), { runId })).rejects.toMatchObject({
    code: "forbidden",
  });
});

it("agreement is of opinions: what a third person settled is none", async () => {
  const [queueId, taskId] = [newId(), newId()];
  const { open, projectId, clock } = tenant;
  await open.db.insert(queues).values({ id: queueId, projectId, name: "settled" });
  const shared = { id: taskId, projectId, queueId, number: 1, title: "case", reason: "sampled" as const };
  const task = { ...shared, inputs: {}, output: "x", scores: [], status: "decided" as const };
  await open.db.insert(tasks).values({ ...task, decisionCount: 2 });
  for (const [kind, role] of [
    ["approve", "opinion"],
    ["reject", "opinion"],
    ["reject", "adjudication"],
  ] as const) {
    const { id: reviewerId, name } = (await tenant.as("reviewer")).actor;
    await open.db.insert(decisions).values({
      projectId,
      taskId,
      kind,
      role,
      reviewerId,
      reviewerName: name ?? "",
      decisionMs: 1,
      createdAt: clock.now(),
    });
  }
  const overlaps = (await reviewerStats(tenant.ctx, { queueId })).map(({ overlap }) => overlap);
  // Whoever gave an opinion shares the task with one other, not with the third as well.
  expect(overlaps.filter((overlap) => overlap === 1)).toHaveLength(2);
});
