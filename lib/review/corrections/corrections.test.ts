// oxlint-disable no-restricted-imports -- a run wants a connection, which this room itself never touches
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createDataset, getDataset, listExamples, setGatedDatasets } from "#lib/datasets";
import { createSuite, startRun } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { createPrompt } from "#lib/prompts";
import { newId } from "#platform/ids";
import {
  acceptCorrection,
  countProposedCorrections,
  decideTask,
  declineCorrection,
  getTask,
  listProposedCorrections,
  undoDecision,
} from "../index.ts";
import { lastEvent, taskItem, tasksOf } from "#testing/review";

let tenant: Tenant;
let other: Tenant;
let ana: Context;
let ben: Context;
/** A dataset that a run was made on: what versions are judged by. */
let judged: { datasetId: string; promptVersionId: string };

const triage = (category: string) => ({ inputs: { ticket: `A ticket ${newId()}` }, reference: { category } });

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
  ana = await tenant.as("reviewer", "Ana");
  ben = await tenant.as("reviewer", "Ben");
  judged = await buildJudged(tenant.ctx);
});

async function buildJudged(ctx: Context) {
  const connection = await createConnection(await tenant.as("admin"), {
    name: "Simulated",
    kind: "simulated",
  });
  const prompt = await createPrompt(ctx, {
    path: "support/triage",
    content: {
      kind: "chat",
      messages: [{ role: "user", content: "Sort: {{ticket}}" }],
      variables: [{ name: "ticket", type: "text", required: true }],
      responseSchema: {
        type: "object",
        properties: { category: { type: "string", maxLength: 12 } },
        required: ["category"],
      },
    },
  });
  const dataset = await createDataset(ctx, {
    name: "tickets",
    examples: ["billing", "account", "billing", "account", "billing"].map(triage),
  });
  const evaluators = [{ key: "accuracy", name: "Accuracy", kind: "exact" as const, config: {} }];
  const content = { evaluators, primaryMetric: "accuracy" } as unknown as Parameters<
    typeof createSuite
  >[1]["content"];
  const suite = await createSuite(ctx, { name: "suite", content });
  await startRun(ctx, {
    promptVersionId: prompt.latest.id,
    datasetVersionId: dataset.latest?.id ?? "",
    suiteVersionId: suite.latest.id,
    target: { connectionId: connection.id, model: "simulated" },
  });
  return { datasetId: dataset.id, promptVersionId: prompt.latest.id };
}

const latestOf = async (datasetId: string) => (await getDataset(tenant.ctx, { datasetId })).latest;

async function taskFor(datasetId: string, more: { secondOpinionShare?: number } = {}): Promise<string> {
  const item = taskItem({
    inputs: { ticket: `Ticket ${newId()}` },
    output: '{"category":"account"}',
    reference: { category: "account" },
  });
  const { ids } = await tasksOf(tenant, [item], { datasetId, ...more });
  return ids[0] ?? "";
}

const edit = (taskId: string, correction = '{"category":"billing"}') => ({
  taskId,
  kind: "edit" as const,
  correction,
  decisionMs: 1,
});

describe("a correction", () => {
  it("of another form than the dataset's references is refused with its choices, unless it is to be no example", async () => {
    const taskId = await taskFor(judged.datasetId);
    for (const correction of ["not json at all", '{"category":"technical"}', '{"category":"billing","x":1}'])
      await expect(decideTask(ana, edit(taskId, correction))).rejects.toMatchObject({
        code: "invalid_input",
        details: { kind: "correction_unfit" },
      });
    const before = await latestOf(judged.datasetId);
    await decideTask(ana, { ...edit(taskId, '{"category":"technical"}'), addExample: false });
    expect(await latestOf(judged.datasetId)).toEqual(before);
  });

  it("that the response schema of its version does not accept is refused, example or not", async () => {
    const item = taskItem({ output: '{"category":"account"}', promptVersionId: judged.promptVersionId });
    const { ids } = await tasksOf(tenant, [item]);
    const taskId = ids[0] ?? "";
    expect((await getTask(ana, { taskId })).correctionRules.schema?.kind).toBe("data");
    for (const correction of ['{"kind":"billing"}', "billing", '{"category":"much too long a category"}'])
      await expect(decideTask(ana, { ...edit(taskId, correction), addExample: false })).rejects.toMatchObject(
        {
          code: "invalid_input",
          details: { kind: "correction_unfit" },
        },
      );
    await decideTask(ana, edit(taskId));
  });

  it("waits for a second person where versions are judged by the dataset", async () => {
    const taskId = await taskFor(judged.datasetId);
    const before = await latestOf(judged.datasetId);
    const decision = await decideTask(ana, edit(taskId));
    expect(decision).toMatchObject({ correctionStatus: "proposed", exampleId: null });
    expect(await latestOf(judged.datasetId)).toEqual(before);
    const listed = (await listProposedCorrections(ben, { datasetId: judged.datasetId })).items;
    expect(listed.find(({ decisionId }) => decisionId === decision.id)).toMatchObject({
      isMine: false,
      reviewerName: "Ana",
    });
    await expect(acceptCorrection(ana, { decisionId: decision.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    const accepted = await acceptCorrection(ben, { decisionId: decision.id });
    expect(accepted).toMatchObject({ correctionStatus: "joined", confirmedByName: "Ben" });
    expect((await latestOf(judged.datasetId))?.number).toBe((before?.number ?? 0) + 1);
    expect(await lastEvent(tenant, taskId)).toMatchObject({ action: "correction.accept" });
    await expect(acceptCorrection(ben, { decisionId: decision.id })).rejects.toMatchObject({
      code: "conflict",
    });
    // Somebody else has built on it: the author's undo does not reach there.
    await expect(undoDecision(ana, { decisionId: decision.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("that is declined stays out, and so does one that was undone", async () => {
    const [first, second] = [await taskFor(judged.datasetId), await taskFor(judged.datasetId)];
    const before = await latestOf(judged.datasetId);
    const declined = await decideTask(ana, edit(first));
    await expect(declineCorrection(ben, { decisionId: declined.id, reason: "" })).rejects.toThrow();
    expect(
      await declineCorrection(ben, { decisionId: declined.id, reason: "It is about the account." }),
    ).toMatchObject({ correctionStatus: "declined" });
    tenant.clock.advance(1000);
    const undone = await decideTask(ana, edit(second));
    const waiting = await countProposedCorrections(tenant.ctx);
    await undoDecision(ana, { decisionId: undone.id });
    expect(await countProposedCorrections(tenant.ctx)).toBe(waiting - 1);
    await expect(acceptCorrection(ben, { decisionId: undone.id })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await latestOf(judged.datasetId)).toEqual(before);
  });

  it("joins by a second person's own label when it is the same, and leaves when one of the two is taken back", async () => {
    const taskId = await taskFor(judged.datasetId, { secondOpinionShare: 1 });
    const before = await latestOf(judged.datasetId);
    expect(await decideTask(ana, edit(taskId))).toMatchObject({ correctionStatus: "proposed" });
    tenant.clock.advance(1000);
    const second = await decideTask(ben, edit(taskId, '{ "category": "billing" }'));
    expect(second).toMatchObject({ correctionStatus: "joined", isOutcome: true });
    expect((await latestOf(judged.datasetId))?.exampleCount).toBe((before?.exampleCount ?? 0) + 1);
    await undoDecision(ben, { decisionId: second.id });
    expect((await latestOf(judged.datasetId))?.exampleCount).toBe(before?.exampleCount);
  });

  it("joins at once where nothing is judged by the dataset", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: `free ${newId()}`,
      examples: [triage("billing")],
    });
    const decision = await decideTask(ana, edit(await taskFor(dataset.id)));
    expect(decision.correctionStatus).toBe("joined");
    const examples = await listExamples(tenant.ctx, { datasetVersionId: decision.datasetVersionId ?? "" });
    expect(examples.items.at(-1)).toMatchObject({ reference: { category: "billing" } });
  });

  it("waits for a second person where a gate names the dataset, before any run", async () => {
    const gated = await createDataset(tenant.ctx, { name: "gated, not run on" });
    await setGatedDatasets(tenant.ctx, [gated.id]);
    expect(await decideTask(ana, edit(await taskFor(gated.id)))).toMatchObject({
      correctionStatus: "proposed",
    });
    await setGatedDatasets(tenant.ctx, []);
    expect(await decideTask(ana, edit(await taskFor(gated.id)))).toMatchObject({
      correctionStatus: "joined",
    });
  });

  it("of another project does not exist, and people who may not decide confirm nothing", async () => {
    const decision = await decideTask(ana, edit(await taskFor(judged.datasetId)));
    const [stranger, viewer] = [await other.as("reviewer"), await tenant.as("viewer")];
    for (const act of [
      (ctx: Context) => acceptCorrection(ctx, { decisionId: decision.id }),
      (ctx: Context) => declineCorrection(ctx, { decisionId: decision.id, reason: "x" }),
    ]) {
      await expect(act(stranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(act(viewer)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await listProposedCorrections(stranger)).items).toEqual([]);
    await expect(listProposedCorrections(viewer)).rejects.toMatchObject({ code: "forbidden" });
  });
});
