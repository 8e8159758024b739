import { expect, it } from "vitest";
import { decisions, queues, tasks } from "#db/schema/review";
import { archiveDataset } from "#lib/datasets";
import { archiveConnection, createConnection } from "#lib/models";
import { archivePrompt } from "#lib/prompts";
import { requestPromotion } from "#lib/releases";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { readFirstSteps } from "./first-steps.ts";

it("each first step is done by the first of its kind, also when that was archived or taken back since", async () => {
  const tenant = await createTenant();
  const { ctx, open, projectId, clock } = tenant;
  const admin = await tenant.as("admin");
  const done = async () =>
    (await readFirstSteps(ctx, false))?.filter(({ isDone }) => isDone).map(({ key }) => key);
  expect(await done()).toEqual([]);

  const prompt = await buildPrompt(tenant, ["one"]);
  expect(await done()).toEqual(["prompt"]);
  await archivePrompt(ctx, { promptId: prompt.promptId });
  expect(await done()).toEqual(["prompt"]);

  const connection = await createConnection(admin, {
    name: "one",
    kind: "openai_compatible",
    baseUrl: "https://models.example/v1",
    apiKey: "key",
    models: ["m"],
  });
  await archiveConnection(admin, { connectionId: connection.id });
  expect(await done()).toEqual(["connection", "prompt"]);

  const benchmark = await buildBenchmark(tenant, 1);
  await archiveDataset(admin, { datasetId: benchmark.datasetId, isArchived: true });
  expect(await done()).toEqual(["connection", "prompt", "dataset"]);

  const served = await buildPrompt(tenant, ["one"]);
  await buildRun(tenant, benchmark, { promptId: served.promptId, versionId: served.v1, passes: [true] });
  expect(await done()).toEqual(["connection", "prompt", "dataset", "run"]);

  const [queueId, taskId] = [newId(), newId()];
  await open.db.insert(queues).values({ id: queueId, projectId, name: "weekly" });
  await open.db.insert(tasks).values({
    id: taskId,
    projectId,
    queueId,
    number: 1,
    title: "t",
    reason: "sampled",
    inputs: {},
    output: "x",
    scores: [],
    status: "open",
  });
  await open.db.insert(decisions).values({
    projectId,
    taskId,
    kind: "approve",
    reviewerName: "Rita",
    decisionMs: 1,
    createdAt: clock.now(),
    undoneAt: clock.now(),
  });
  expect(await done()).toEqual(["connection", "prompt", "dataset", "run", "review"]);

  await requestPromotion(ctx, {
    promptId: served.promptId,
    versionId: served.v1,
    environment: "production",
  });
  expect(await done()).toEqual(["connection", "prompt", "dataset", "run", "review", "promotion"]);
  expect(await readFirstSteps(ctx, true)).toBeNull();
});
