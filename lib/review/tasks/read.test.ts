import { expect, it } from "vitest";
import { tasks } from "#db/schema/review";
import { createTenant } from "#testing";
import { newId } from "#platform/ids";
import { createQueue, decideTask, getTask, upcomingTasks } from "../index.ts";

it("a blind queue hides all that says what made an output, and shows all of it once it is decided", async () => {
  const tenant = await createTenant();
  const { open, projectId, ctx } = tenant;
  const source = {
    promptId: newId(),
    promptVersionId: newId(),
    promptPath: "support/reply",
    promptVersionNumber: 3,
    generationId: newId(),
    runId: newId(),
    caseId: newId(),
    exampleId: newId(),
  };
  const nothing = Object.fromEntries(Object.keys(source).map((key) => [key, null]));
  const make = async (name: string, isBlind: boolean) => {
    const { id: queueId } = await createQueue(ctx, { name, isBlind });
    const taskId = newId();
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
      ...source,
    });
    return { queueId, taskId };
  };
  const [blind, plain] = [await make("blind", true), await make("plain", false)];
  const ana = await tenant.as("reviewer");
  expect(await getTask(ana, { taskId: plain.taskId })).toMatchObject(source);
  expect(await upcomingTasks(ana, { queueId: plain.queueId })).toMatchObject([source]);
  expect(await getTask(ana, { taskId: blind.taskId })).toMatchObject(nothing);
  expect(await upcomingTasks(ana, { queueId: blind.queueId })).toMatchObject([nothing]);
  await decideTask(ana, { taskId: blind.taskId, kind: "approve", decisionMs: 1 });
  expect(await getTask(ana, { taskId: blind.taskId })).toMatchObject(source);
});
