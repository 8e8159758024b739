// oxlint-disable no-restricted-imports -- a run wants a connection, which this room itself never touches
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { archiveDataset, createDataset, getDataset, listExamples, removeExamples } from "#lib/datasets";
import { createSuite, startRun } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { createPrompt } from "#lib/prompts";
import { newId } from "#platform/ids";
import { lastEvent, taskItem, tasksOf } from "#testing/review";
import { decideTask, makeDataset, undoDecision } from "../index.ts";
import { leftOutWords } from "./left-out.ts";

let tenant: Tenant;
let ana: Context;

beforeAll(async () => {
  tenant = await createTenant();
  ana = await tenant.as("reviewer", "Ana");
});

async function decided(
  by: Context,
  correction: string | null,
  more: { datasetId?: string } = {},
): Promise<string> {
  const { ids } = await tasksOf(tenant, [taskItem({ inputs: { ticket: newId() } })], more);
  const taskId = ids[0] ?? "";
  const decision = await decideTask(
    by,
    correction === null
      ? { taskId, kind: "reject", reasonKey: "tone", decisionMs: 1 }
      : { taskId, kind: "edit", correction, decisionMs: 1 },
  );
  return decision.id;
}

const latest = async (datasetId: string) => (await getDataset(tenant.ctx, { datasetId })).latest;

/** A dataset that a run was made on. */
async function buildJudged(): Promise<string> {
  const connection = await createConnection(await tenant.as("admin"), { name: newId(), kind: "simulated" });
  const content = {
    kind: "chat" as const,
    messages: [{ role: "user" as const, content: "{{ticket}}" }],
    variables: [{ name: "ticket", type: "text" as const, required: true }],
  };
  const prompt = await createPrompt(tenant.ctx, { path: `support/p-${newId()}`, content });
  const dataset = await createDataset(tenant.ctx, {
    name: newId(),
    examples: [{ inputs: { ticket: "a" }, reference: "b" }],
  });
  const suite = await createSuite(tenant.ctx, {
    name: newId(),
    content: {
      evaluators: [{ key: "exact", name: "Exact", kind: "exact", config: {} }],
      primaryMetric: "exact",
    } as unknown as Parameters<typeof createSuite>[1]["content"],
  });
  await startRun(tenant.ctx, {
    promptVersionId: prompt.latest.id,
    datasetVersionId: dataset.latest?.id ?? "",
    suiteVersionId: suite.latest.id,
    target: { connectionId: connection.id, model: "simulated" },
  });
  return dataset.id;
}

describe("a dataset made of chosen decisions", () => {
  it("is a new one, or one version more of one, with each decision as its example's source", async () => {
    const ids = [
      await decided(ana, "Mended one."),
      await decided(ana, null),
      await decided(ana, "Mended two."),
    ];
    const made = await makeDataset(tenant.ctx, { decisionIds: ids, name: "from decisions" });
    expect(made).toMatchObject({
      isNew: true,
      versionNumber: 1,
      added: 2,
      leftOut: { withoutCorrection: 1 },
    });
    const { items } = await listExamples(tenant.ctx, {
      datasetVersionId: (await latest(made.datasetId))?.id ?? "",
    });
    expect(items.map(({ reference, provenance }) => [reference, provenance])).toMatchObject([
      ["Mended one.", { kind: "correction", decisionId: ids[0], reviewerName: "Ana" }],
      ["Mended two.", { kind: "correction", decisionId: ids[2] }],
    ]);
    expect(await lastEvent(tenant, made.datasetId)).toMatchObject({ action: "dataset.add_examples" });
    const again = await makeDataset(tenant.ctx, {
      decisionIds: [...ids, await decided(ana, "Mended three.")],
      datasetId: made.datasetId,
    });
    expect(again).toMatchObject({ isNew: false, versionNumber: 2, added: 1, duplicates: 2 });
  });

  it("is undone by taking out what it added, and no more", async () => {
    const first = await decided(ana, "Kept.");
    const made = await makeDataset(tenant.ctx, { decisionIds: [first], name: "undone" });
    const more = await makeDataset(tenant.ctx, {
      decisionIds: [first, await decided(ana, "Taken out.")],
      datasetId: made.datasetId,
    });
    await removeExamples(tenant.ctx, {
      datasetId: made.datasetId,
      exampleIds: more.addedIds,
      expectedLatest: more.versionNumber,
    });
    const { items } = await listExamples(tenant.ctx, {
      datasetVersionId: (await latest(made.datasetId))?.id ?? "",
    });
    expect(items.map(({ reference }) => reference)).toEqual(["Kept."]);
    await archiveDataset(tenant.ctx, { datasetId: made.datasetId });
  });

  it("that versions are judged by takes nobody's own correction, nor one that waits there", async () => {
    const datasetId = await buildJudged();
    const before = await latest(datasetId);
    const mine = await decided(tenant.ctx, "Mine.");
    const waits = await decided(ana, "Waits.", { datasetId });
    await expect(makeDataset(tenant.ctx, { decisionIds: [mine, waits], datasetId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("2 that a second person must let in"),
    });
    expect(await latest(datasetId)).toEqual(before);
    const hers = await decided(ana, "Hers.");
    expect(await makeDataset(tenant.ctx, { decisionIds: [mine, hers, waits], datasetId })).toMatchObject({
      added: 1,
      leftOut: { needsSecondPerson: 2 },
    });
  });

  it("takes no decision that was undone, nor another project's", async () => {
    const id = await decided(ana, "Undone.");
    await undoDecision(ana, { decisionId: id });
    const foreign = await createTenant();
    for (const [ctx, decisionId] of [
      [tenant.ctx, id],
      [foreign.ctx, await decided(ana, "Ours.")],
    ] as const)
      await expect(makeDataset(ctx, { decisionIds: [decisionId], name: newId() })).rejects.toMatchObject({
        code: "not_found",
      });
  });

  it("is for those who may change datasets, and wants one target", async () => {
    const id = await decided(ana, "Ana's.");
    await expect(makeDataset(ana, { decisionIds: [id], name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const target of [{}, { name: "a", datasetId: newId() }])
      await expect(makeDataset(tenant.ctx, { decisionIds: [id], ...target })).rejects.toMatchObject({
        name: "ZodError",
      });
    expect(leftOutWords({ withoutCorrection: 2, hidden: 0, declined: 1, needsSecondPerson: 0 })).toBe(
      "2 without a correction, 1 declined by a second person",
    );
  });
});
