// oxlint-disable no-restricted-imports -- a run wants a prompt and a connection, which this room itself never touches
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { createDataset } from "#lib/datasets";
import { createSuite, listCases, startRun } from "#lib/evaluation";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { createPrompt } from "#lib/prompts";
import { newId } from "#platform/ids";
import { addTasks, createQueue, decideTask, getTask, listTasks, reviewSummary } from "../index.ts";
import { sample } from "./sources.ts";

let tenant: Tenant;
let other: Tenant;
let runId = "";
let datasetId = "";

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  const { ctx } = tenant;
  const connection = await createConnection(await tenant.as("admin"), {
    name: "Simulated",
    kind: "simulated",
  });
  const variables = [{ name: "ticket", type: "text" as const, required: true }];
  const content = {
    kind: "chat" as const,
    messages: [{ role: "user" as const, content: "Answer: {{ticket}}" }],
    variables,
  };
  const prompt = await createPrompt(ctx, { path: "support/reply", content });
  const examples = Array.from({ length: 6 }, (_, place) => ({
    inputs: { ticket: `Where is parcel ${place + 1} now?` },
    reference: "never said",
  }));
  const dataset = await createDataset(ctx, { name: "tickets", examples });
  const evaluators = [{ key: "accuracy", name: "Accuracy", kind: "exact" as const, config: {} }];
  const suite = await createSuite(ctx, {
    name: "suite",
    content: { evaluators, primaryMetric: "accuracy" },
  } as unknown as Parameters<typeof createSuite>[1]);
  const run = await startRun(ctx, {
    promptVersionId: prompt.latest.id,
    datasetVersionId: dataset.latest?.id ?? "",
    suiteVersionId: suite.latest.id,
    target: { connectionId: connection.id, model: "simulated" },
  });
  await drainJobs();
  runId = run.id;
  datasetId = dataset.id;
}, 120_000);

describe("tasks from a run", () => {
  it("takes the failed cases with output, scores, version and dataset, once", async () => {
    const queue = await createQueue(tenant.ctx, { name: "failed cases", isBlind: false });
    expect(await addTasks(tenant.ctx, { queueId: queue.id, runId, which: "failed" })).toEqual({
      added: 6,
      present: 0,
    });
    expect(await addTasks(tenant.ctx, { queueId: queue.id, runId, which: "failed" })).toEqual({
      added: 0,
      present: 6,
    });
    const [row] = (await listTasks(tenant.ctx, { queueId: queue.id })).items;
    const task = await getTask(tenant.ctx, { taskId: row?.id ?? "" });
    expect(task).toMatchObject({
      reason: "failed",
      title: "Where is parcel 1 now?",
      promptPath: "support/reply",
      promptVersionNumber: 1,
      runId,
      datasetId,
    });
    expect(task.scores).toMatchObject([{ evaluatorKey: "accuracy", value: 0, isPassed: false }]);
    const decision = await decideTask(tenant.ctx, {
      taskId: task.id,
      kind: "edit",
      correction: "It is in Berlin.",
      decisionMs: 1,
    });
    // The run was made on that dataset: a second person lets the correction in.
    expect(decision.correctionStatus).toBe("proposed");
    expect(await reviewSummary(tenant.ctx, { runId })).toMatchObject({
      tasks: 6,
      tasksDecided: 1,
      edited: 1,
    });
  });

  it("takes the same sample for the same seed", async () => {
    const [one, two] = [
      await createQueue(tenant.ctx, { name: "sample one" }),
      await createQueue(tenant.ctx, { name: "sample two" }),
    ];
    for (const queue of [one, two])
      await addTasks(tenant.ctx, { queueId: queue.id, runId, which: "sample", count: 3, seed: 7 });
    const titles = async (queueId: string) =>
      (await listTasks(tenant.ctx, { queueId })).items.map((row) => row.title);
    expect(await titles(one.id)).toHaveLength(3);
    expect(await titles(one.id)).toEqual(await titles(two.id));
  });

  it("takes the cases a comparison names, and refuses those of another run", async () => {
    const queue = await createQueue(tenant.ctx, { name: "changed" });
    const { items } = await listCases(tenant.ctx, { runId });
    const caseIds = items.slice(0, 2).map((item) => item.id);
    expect(await addTasks(tenant.ctx, { queueId: queue.id, runId, which: "changed", caseIds })).toEqual({
      added: 2,
      present: 0,
    });
    await expect(
      addTasks(tenant.ctx, { queueId: queue.id, runId, which: "changed", caseIds: [newId()] }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses another project's run", async () => {
    const queue = await createQueue(other.ctx, { name: "foreign" });
    await expect(addTasks(other.ctx, { queueId: queue.id, runId, which: "failed" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("sample", () => {
  it("holds as many as asked, each once, in order, the same for a seed", () =>
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.integer(), (size, count, seed) => {
        const items = Array.from({ length: size }, (_, place) => place);
        const chosen = sample(items, count, seed);
        return (
          chosen.length === Math.min(size, count) &&
          chosen.every((item, place) => place === 0 || item > (chosen[place - 1] ?? 0)) &&
          JSON.stringify(chosen) === JSON.stringify(sample(items, count, seed))
        );
      }),
    ));
});

it("takes the failed cases of a run, and for a sample and named ones the passed ones too", async () => {
  const own = await createTenant();
  const { ctx } = own;
  const { promptId, v1 } = await buildPrompt(own, ["Answer."]);
  const passes = [true, false, true, true];
  const benchmark = await buildBenchmark(own, passes.length);
  const { runId: mixed } = await buildRun(own, benchmark, { promptId, versionId: v1, passes });
  await own.open.db.execute(
    sql`update cases set is_passed = position <> 1, generation_id = gen_random_uuid() where project_id = ${own.projectId} and run_id = ${mixed}`,
  );
  const queue = await createQueue(ctx, { name: "mixed" });
  const add = (more: { which: "failed" } | { which: "sample"; count: number }) =>
    addTasks(ctx, { queueId: queue.id, runId: mixed, ...more });
  expect(await add({ which: "failed" })).toEqual({ added: 1, present: 0 });
  expect(await add({ which: "sample", count: 4 })).toEqual({ added: 3, present: 1 });
});

it("takes every failed case of a run that has more of them than one statement may name", async () => {
  const own = await createTenant();
  const { ctx, open, projectId } = own;
  const { promptId, v1 } = await buildPrompt(own, ["Answer."]);
  const passes = Array.from({ length: 1_100 }, () => false);
  const benchmark = await buildBenchmark(own, passes.length);
  const { runId: large } = await buildRun(own, benchmark, {
    promptId,
    versionId: v1,
    passes,
  });
  await open.db.execute(
    sql`update cases set is_passed = false, generation_id = gen_random_uuid() where project_id = ${projectId} and run_id = ${large}`,
  );
  const queue = await createQueue(ctx, { name: "a large run" });
  const asked = { queueId: queue.id, runId: large, which: "failed" as const };
  expect(await addTasks(ctx, asked)).toEqual({ added: 1_100, present: 0 });
  expect(await addTasks(ctx, asked)).toEqual({ added: 0, present: 1_100 });
});
