import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createDataset, getDataset } from "#lib/datasets";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import {
  addTasks,
  adjudicateTask,
  claimTask,
  countDiffering,
  decideTask,
  getDiffering,
  getTask,
  listAgreement,
  listDecisions,
  listDiffering,
  listTasks,
  queueAgreement,
  reviewSummary,
  undoAdjudication,
  undoDecision,
} from "../index.ts";
import { lastEvent, taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;
let ana: Context;
let ben: Context;
let ines: Context;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
  ana = await tenant.as("reviewer", "Ana");
  ben = await tenant.as("reviewer", "Ben");
  ines = await tenant.as("reviewer", "Ines");
});

const scores = [{ evaluatorKey: "judge", value: 0.4, isPassed: false, reasoning: "Wrong." }];

/** A task that Ana approves and Ben rejects, in a queue of its own. */
async function differing(more: { datasetId?: string } = {}) {
  const { queueId, ids } = await tasksOf(
    tenant,
    [taskItem({ scores, promptPath: "support/reply", promptVersionNumber: 5 })],
    {
      secondOpinionShare: 1,
      ...more,
    },
  );
  const [taskId = ""] = ids;
  const approved = await decideTask(ana, { taskId, kind: "approve", comment: "Warm.", decisionMs: 24_000 });
  const rejected = await decideTask(ben, {
    taskId,
    kind: "reject",
    reasonKey: "wrong_fact",
    comment: "Two fees.",
    decisionMs: 71_000,
  });
  return { queueId, taskId, approved, rejected };
}

const letterOf = async (taskId: string, kind: string) =>
  (await getDiffering(ines, { taskId })).opinions.find((opinion) => opinion.kind === kind)?.letter === "A"
    ? "as_a"
    : "as_b";

describe("opinions that differ", () => {
  it("wait for a third person, who sees both and neither names, version nor scores", async () => {
    const { queueId, taskId } = await differing();
    expect(await listDiffering(ines, { queueId })).toMatchObject([
      { id: taskId, opinions: [{ letter: "A" }, { letter: "B" }] },
    ]);
    expect(await countDiffering(ines, { queueId })).toBe(1);
    const task = await getDiffering(ines, { taskId });
    expect(task.opinions.map(({ kind }) => kind).toSorted()).toEqual(["approve", "reject"]);
    const text = JSON.stringify(task);
    for (const hidden of ["Ana", "Ben", "support/reply", "judge", "Wrong."])
      expect(text).not.toContain(hidden);
  });

  it("are no business of the two who gave them, nor of other projects", async () => {
    const { queueId, taskId } = await differing();
    for (const one of [ana, ben]) {
      expect(await listDiffering(one, { queueId })).toEqual([]);
      expect(await countDiffering(one, { queueId })).toBe(0);
      await expect(getDiffering(one, { taskId })).rejects.toMatchObject({ code: "conflict" });
      await expect(
        adjudicateTask(one, { taskId, verdict: "as_a", reason: "Mine.", decisionMs: 1 }),
      ).rejects.toMatchObject({ code: "forbidden" });
      expect((await getTask(one, { taskId })).decisions).toHaveLength(1);
    }
    const act = { taskId, verdict: "as_a" as const, reason: "x", decisionMs: 1 };
    await expect(adjudicateTask(await other.as("reviewer"), act)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(adjudicateTask(await tenant.as("viewer"), act)).rejects.toMatchObject({ code: "forbidden" });
    await expect(adjudicateTask(ines, { ...act, reason: " " })).rejects.toThrow();
  });

  it("count nowhere until they are settled; then the third decision counts in their place, once", async () => {
    const { queueId, taskId, approved } = await differing();
    expect(await reviewSummary(tenant.ctx, { queueId })).toMatchObject({
      decided: 0,
      approved: 0,
      rejected: 0,
    });
    const settled = await adjudicateTask(ines, {
      taskId,
      verdict: await letterOf(taskId, "approve"),
      reason: "The policy allows it.",
      decisionMs: 1,
    });
    expect(settled).toMatchObject({
      promptPath: "support/reply",
      promptVersionNumber: 5,
      scores: [{ value: 0.4 }],
    });
    expect(settled.opinions.map(({ reviewerName }) => reviewerName).toSorted()).toEqual(["Ana", "Ben"]);
    expect(await reviewSummary(tenant.ctx, { queueId })).toMatchObject({
      decided: 1,
      approved: 1,
      rejected: 0,
    });
    const counted = (await listDecisions(tenant.ctx, { taskId, outcomesOnly: true })).items;
    expect(counted).toMatchObject([
      {
        id: settled.decisionId,
        role: "adjudication",
        reviewerName: "Ines",
        comment: "The policy allows it.",
      },
    ]);
    expect((await getTask(ana, { taskId })).status).toBe("decided");
    expect(await lastEvent(tenant, taskId)).toMatchObject({
      action: "task.adjudicate",
      after: { decisionId: settled.decisionId, kind: "approve" },
    });
    await expect(undoDecision(ana, { decisionId: approved.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("go to the guideline's discussion where it leaves them open: both stand, nothing counts", async () => {
    const { queueId, taskId } = await differing();
    await adjudicateTask(ines, { taskId, verdict: "left_open", reason: "Nothing on fees.", decisionMs: 1 });
    expect((await listTasks(tenant.ctx, { queueId, status: "left_open" })).items).toHaveLength(1);
    expect(await reviewSummary(tenant.ctx, { queueId })).toMatchObject({ decided: 0 });
    expect((await getTask(ana, { taskId })).decisions).toHaveLength(2);
  });

  it("are settled once, however often it is sent, and differ again after an undo", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: `third ${newId()}`,
      examples: [{ inputs: { ticket: "First" } }],
    });
    const { queueId, taskId } = await differing({ datasetId: dataset.id });
    const act = {
      taskId,
      verdict: "edit" as const,
      correction: "The other fee is the price of shipping.",
      reason: "Edit, don't reject.",
      decisionMs: 1,
      requestKey: newId(),
    };
    const first = await adjudicateTask(ines, act);
    expect((await adjudicateTask(ines, act)).id).toBe(first.id);
    const late = await tenant.as("reviewer");
    await expect(
      adjudicateTask(late, { taskId, verdict: "as_a", reason: "Late.", decisionMs: 1 }),
    ).rejects.toMatchObject({ code: "conflict", details: { kind: "task_over" } });
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest).toMatchObject({
      exampleCount: 2,
    });
    await expect(undoAdjudication(late, { adjudicationId: first.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      undoAdjudication(await other.as("reviewer"), { adjudicationId: first.id }),
    ).rejects.toMatchObject({ code: "not_found" });
    const undone = await undoAdjudication(ines, { adjudicationId: first.id });
    expect(undone.exampleLeft).toMatchObject({ datasetName: dataset.name, versionNumber: 3 });
    expect((await getDataset(tenant.ctx, { datasetId: dataset.id })).latest).toMatchObject({
      exampleCount: 1,
    });
    expect(await listDiffering(ines, { queueId })).toHaveLength(1);
    expect(await reviewSummary(tenant.ctx, { queueId })).toMatchObject({ decided: 0 });
  });

  it("leave the second person free to work while the first has the task", async () => {
    const { ids } = await tasksOf(tenant, [taskItem()], { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    await claimTask(ana, { taskId });
    await claimTask(ben, { taskId });
    await expect(claimTask(ines, { taskId })).rejects.toMatchObject({ code: "conflict" });
    await decideTask(ben, { taskId, kind: "approve", decisionMs: 1 });
    await decideTask(ana, { taskId, kind: "approve", decisionMs: 1 });
  });
});

describe("agreement", () => {
  it("says too few under thirty pairs, and has an interval from then on", async () => {
    const { queueId, ids } = await tasksOf(
      tenant,
      Array.from({ length: 29 }, () => taskItem()),
      { secondOpinionShare: 1 },
    );
    const both = async (taskId: string, isSame: boolean, isApproved: boolean) => {
      const approve = { taskId, kind: "approve" as const, decisionMs: 1 };
      const reject = { taskId, kind: "reject" as const, reasonKey: "tone", decisionMs: 1 };
      await decideTask(ana, isApproved ? approve : reject);
      await decideTask(ben, isApproved === isSame ? approve : reject);
    };
    for (const [index, taskId] of ids.entries()) await both(taskId, index % 6 !== 0, index % 2 === 0);
    const before = await queueAgreement(tenant.ctx, { queueId });
    expect(before).toMatchObject({ pairs: 29, same: 24, kappa: null });
    expect(before.share?.value).toBeCloseTo(24 / 29, 10);
    await addTasks(tenant.ctx, { queueId, items: [taskItem()] });
    const open = (await listTasks(tenant.ctx, { queueId, status: "open" })).items[0];
    await decideTask(ana, { taskId: open?.id ?? "", kind: "approve", decisionMs: 1 });
    expect((await queueAgreement(tenant.ctx, { queueId })).pairs).toBe(29);
    await decideTask(ben, { taskId: open?.id ?? "", kind: "approve", decisionMs: 1 });
    const after = await queueAgreement(tenant.ctx, { queueId });
    expect(after).toMatchObject({ pairs: 30, same: 25 });
    const { value = 0, low = 0, high = 0 } = after.kappa ?? {};
    expect(low).toBeLessThan(value);
    expect(value).toBeLessThan(high);
    expect(after.table.flat().reduce((sum, count) => sum + count, 0)).toBe(30);
    const kinds = ["approve", "edit", "reject"] as const;
    for (const [row, a] of kinds.entries())
      for (const [column, b] of kinds.entries()) {
        const rows = await listAgreement(tenant.ctx, { queueId, a, b });
        expect(rows, `A ${a}, B ${b}`).toHaveLength(after.table[row]?.[column] ?? -1);
        for (const found of rows) expect(found).toMatchObject({ queueId, a, b, title: expect.any(String) });
      }
    expect(await listAgreement(tenant.ctx, { queueId })).toHaveLength(30);
    expect(await listAgreement(tenant.ctx, { queueId, same: true })).toHaveLength(25);
    expect(await listAgreement(tenant.ctx, { queueId, to: new Date(0) })).toEqual([]);
    const waiting = await listAgreement(ben, { queueId, same: false });
    expect(waiting).toHaveLength(5);
    for (const secret of waiting)
      expect(secret).toMatchObject({ status: "differing", title: null, a: null, b: null });
    const [first] = await listDiffering(ines, { queueId });
    const taskId = first?.id ?? "";
    await adjudicateTask(ines, {
      taskId,
      verdict: await letterOf(taskId, "reject"),
      reason: "Strict.",
      decisionMs: 1,
    });
    expect((await queueAgreement(tenant.ctx, { queueId })).settled).toEqual({
      milder: 0,
      stricter: 1,
      neither: 0,
      leftOpen: 0,
    });
    expect(await listAgreement(ben, { queueId, settled: "stricter" })).toMatchObject([
      { taskId, status: "decided", title: expect.any(String) },
    ]);
    expect(await listAgreement(ben, { queueId, settled: "milder" })).toEqual([]);
    expect((await queueAgreement(tenant.ctx, { queueId, to: new Date(0) })).pairs).toBe(0);
    await expect(listAgreement(await tenant.as("viewer"), { queueId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
