import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/identity";
import { claimTask } from "#lib/review";
import { buildPrompt } from "#testing/releases";
import { acts, namesOf } from "./acts.testing.ts";
import { type Program, type Row, startProgram } from "./program.testing.ts";

let program: Program;
let call: Program["call"];
let ana: Context;
let ben: Context;

beforeAll(async () => {
  program = await startProgram();
  ({ call } = program);
  ana = await program.tenant.as("engineer", "Ana");
  ben = await program.tenant.as("engineer", "Ben");
});

type Page = Row & { items: Row[] };
const listed = async (id: string, given: Record<string, string> = {}) =>
  ((await call(id, given)) as Page).items;
let made = 0;

/** Tasks in a queue of their own; the queue's id and theirs. */
async function tasks(count: number, settings: Record<string, unknown> = {}, more = "") {
  const queue = { name: `Queue ${(made += 1)}`, ...settings };
  const { id: queueId } = await call("createQueue", {}, queue, { more });
  const items = Array.from({ length: count }, (_, at) => ({
    inputs: { ticket: `${made}.${at}` },
    output: "Fine.",
  }));
  expect(await call("addTasks", {}, { queueId, items })).toEqual({ added: count, present: 0 });
  return { queueId, ids: (await listed("listTasks", { queueId })).map(({ id }) => id) };
}
const decide = (taskId: string | undefined, more: object, by: Context) =>
  call("decideTask", {}, { taskId, decisionMs: 1_000, ...more }, by);
const approve = { kind: "approve" };
const reject = { kind: "reject", reasonKey: "tone" };
const edit = (correction: string) => ({ kind: "edit", correction });

describe("a queue", () => {
  it("is changed, put away and brought back", async () => {
    const { queueId } = await tasks(1);
    await call("updateQueue", { queueId }, { name: "Renamed", guidelines: "Be fair." });
    expect(await call("getQueue", { queueId })).toMatchObject({ name: "Renamed", guidelines: "Be fair." });
    await call("archiveQueue", { queueId }, {});
    expect((await listed("listQueues")).map(({ id }) => id)).not.toContain(queueId);
    await call("archiveQueue", { queueId }, { isArchived: false });
    expect((await listed("listQueues")).map(({ id }) => id)).toContain(queueId);
  });

  it("has reasons to reject, of which a list left out is archived", async () => {
    const before = await listed("listRejectReasons");
    const reasons = [...before.map(({ key, name }) => ({ key, name })), { name: "Too long" }];
    await call("saveRejectReasons", {}, { reasons });
    expect((await listed("listRejectReasons")).map(({ name }) => name)).toContain("Too long");
  });
});

describe("a task", () => {
  it("is held by one person, given back to all, and skipped", async () => {
    const { queueId, ids } = await tasks(2);
    const [taskId = "", next = ""] = ids;
    await call("claimTask", { taskId }, undefined, ana);
    await expect(claimTask(ben, { taskId })).rejects.toMatchObject({ code: "conflict" });
    await call("releaseTask", { taskId }, undefined, ana);
    await call("claimTask", { taskId }, undefined, ben);
    await call("skipTask", { taskId }, undefined, ben);
    const order = ((await call("upcomingTasks", { queueId }, undefined, ben)) as Page).items;
    expect(order.map(({ id }) => id)).toEqual([next, taskId]);
  });

  it("is decided, and the decision taken back", async () => {
    const { queueId, ids } = await tasks(1);
    const { id: decisionId } = await decide(ids[0], approve, ana);
    expect(await listed("listDecisions", { queueId })).toMatchObject([
      { id: decisionId, kind: "approve", reviewerName: expect.stringContaining("Ana") },
    ]);
    await call("undoDecision", { decisionId }, undefined, ana);
    expect(await listed("listDecisions", { queueId })).toEqual([]);
  });

  it("on which opinions differ is settled, and the settlement taken back", async () => {
    const { queueId, ids } = await tasks(1, { secondOpinionShare: 1 });
    const [taskId = ""] = ids;
    await decide(taskId, approve, ana);
    await decide(taskId, reject, ben);
    expect(await listed("listDifferingTasks", { queueId })).toMatchObject([{ id: taskId }]);
    const settled = { taskId, verdict: "as_a", reason: "The guideline says so.", decisionMs: 1 };
    const { id: adjudicationId } = await call("adjudicateTask", {}, settled);
    expect(await listed("listDifferingTasks", { queueId })).toEqual([]);
    expect(await call("undoAdjudication", { adjudicationId })).toMatchObject({ taskId });
    expect(await listed("listDifferingTasks", { queueId })).toMatchObject([{ id: taskId }]);
  });
});

describe("a correction", () => {
  it("is let into its dataset, or kept out of it, by a second person, and examples are made of several", async () => {
    const { id: datasetId } = await call("createDataset", {}, { name: "Corrected" });
    // What versions are judged by is not changed by one person.
    const gate = { evidence: { datasetId }, conditions: [] };
    await call("updateGate", { environment: "staging" }, { gate }, { more: "datasets:read" });
    const { ids } = await tasks(3, { datasetId }, "datasets:read");
    const decisions: string[] = [];
    for (const [at, taskId] of ids.entries())
      decisions.push((await decide(taskId, edit(`Better ${at}.`), ana)).id);
    const [first = "", second = ""] = decisions;
    await call("acceptCorrection", { decisionId: first }, undefined, ben);
    await call("declineCorrection", { decisionId: second }, { reason: "Too short." }, ben);
    expect((await listed("listCorrections")).map(({ decisionId }) => decisionId)).toEqual([decisions[2]]);
    const { latest } = await call("getDataset", { datasetId });
    expect(await listed("listExamples", { datasetVersionId: (latest as Row).id })).toMatchObject([
      { reference: "Better 0." },
    ]);
    expect(await call("makeDataset", {}, { decisionIds: decisions, name: "Made" })).toMatchObject({
      datasetName: "Made",
      isNew: true,
    });
  });
});

describe("a promotion", () => {
  it("is approved by somebody else and completed, or rejected", async () => {
    const { promptId, path, v1, v2 } = await buildPrompt(program.tenant, ["one", "two"]);
    const gate = { conditions: [{ kind: "approvals", count: 1 }] };
    await call("updateGate", { environment: "production" }, { gate });
    const ask = async (versionId: string) =>
      (
        await call(
          "requestPromotion",
          {},
          { promptId, versionId, environment: "production", reason: "Better" },
        )
      ).id;
    const promotionId = await ask(v1);
    await call("approvePromotion", { promotionId }, { comment: "Yes." }, ana);
    expect(await call("completePromotion", { promotionId })).toMatchObject({ status: "promoted" });
    expect(await call("getPrompt", { path, label: "production" })).toMatchObject({ id: v1 });
    const refused = await ask(v2);
    await call("rejectPromotion", { promotionId: refused }, { comment: "Not yet." }, ana);
    expect(await call("getPromotion", { promotionId: refused })).toMatchObject({ status: "rejected" });
  });
});

it("does all that is named for it", () => {
  expect(namesOf(acts.review).filter((name) => !program.called.has(name))).toEqual([]);
});
