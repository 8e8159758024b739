import { beforeAll, expect, it } from "vitest";
import { decisions, queues, rejectReasons, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { gatherReview } from "./gather-review.ts";

let tenant: Tenant;
let taskNumber = 0;
const [runId, first, second] = [newId(), newId(), newId()];
const [changed, unchanged, waiting, feared] = [newId(), newId(), newId(), newId()];

/** A task on a case of the run, decided by this person unless it waits. */
async function task(
  caseId: string | null,
  queueId: string,
  status: "open" | "decided" | "differing",
  said?: { kind: "approve" | "edit" | "reject"; by: string; reasonKey?: string },
): Promise<void> {
  const { open, projectId, clock } = tenant;
  const taskId = newId();
  taskNumber += 1;
  await open.db.insert(tasks).values({
    id: taskId,
    projectId,
    queueId,
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
  if (!said) return;
  clock.advance(1_000);
  await open.db.insert(decisions).values({
    projectId,
    taskId,
    kind: said.kind,
    reviewerName: said.by,
    reasonKey: said.reasonKey ?? null,
    decisionMs: 1,
    createdAt: clock.now(),
  });
}

beforeAll(async () => {
  tenant = await createTenant();
  const { open, projectId } = tenant;
  await open.db.insert(queues).values([
    { id: first, projectId, name: "first" },
    { id: second, projectId, name: "second" },
  ]);
  await open.db
    .insert(rejectReasons)
    .values({ projectId, key: "unsafe", name: "Unsafe", position: 1, isSafety: true });
  await task(changed, first, "decided", { kind: "approve", by: "Rita" });
  await task(unchanged, first, "decided", { kind: "edit", by: "Ravi" });
  await task(null, first, "decided", { kind: "reject", by: "Rosa" });
  await task(waiting, second, "open");
});

it("counts of the changed cases only what was decided on them, and of the run all of it", async () => {
  const review = await gatherReview(tenant.ctx, runId, { changed: new Set([changed, waiting]), earlier: [] });
  expect(review.changed).toEqual({
    decided: 1,
    approved: 1,
    edited: 0,
    rejected: 0,
    safetyRejections: 0,
    reviewers: 1,
    open: 1,
    queueId: second,
  });
  expect(review.run).toMatchObject({
    decided: 3,
    approved: 1,
    edited: 1,
    rejected: 1,
    reviewers: 3,
    open: 1,
  });
});

it("leads to the queue in which something waits, else to one that was worked through", async () => {
  expect(
    (await gatherReview(tenant.ctx, runId, { changed: new Set([unchanged]), earlier: [] })).changed.queueId,
  ).toBe(first);
  expect(
    (await gatherReview(tenant.ctx, runId, { changed: new Set(), earlier: [] })).changed.queueId,
  ).toBeNull();
  expect((await gatherReview(tenant.ctx, runId, { changed: new Set(), earlier: [] })).run.queueId).toBe(
    second,
  );
});

it("counts a rejection for safety also while a second opinion is awaited", async () => {
  await task(feared, first, "differing", { kind: "reject", by: "Rita", reasonKey: "unsafe" });
  const { changed: found } = await gatherReview(tenant.ctx, runId, {
    changed: new Set([feared]),
    earlier: [],
  });
  expect(found).toMatchObject({ decided: 0, rejected: 0, open: 1, safetyRejections: 1 });
});

it("a case whose second task still waits is not decided, and one person on many cases is one reviewer", async () => {
  const of = async (caseId: string) =>
    (await gatherReview(tenant.ctx, runId, { changed: new Set([caseId]), earlier: [] })).changed;
  const half = newId();
  await task(half, first, "decided", { kind: "approve", by: "Rita" });
  expect(await of(half)).toMatchObject({ decided: 1, approved: 1, reviewers: 1, open: 0 });
  await task(half, second, "open");
  expect(await of(half)).toMatchObject({ decided: 0, approved: 0, reviewers: 0, open: 1 });
  const again = newId();
  await task(again, first, "decided", { kind: "approve", by: "Rita" });
  const both = await gatherReview(tenant.ctx, runId, { changed: new Set([changed, again]), earlier: [] });
  expect(both.changed).toMatchObject({ decided: 2, reviewers: 1 });
});
