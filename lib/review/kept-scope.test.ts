import { desc, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { decisions, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { enqueueGeneration, type GenerationRecord, recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { addTasks, createQueue, decideTask } from "./index.ts";
import { tasksOf, taskItem } from "#testing/review";

let tenant: Tenant;
const version = {
  promptId: newId(),
  promptPath: "support/reply",
  promptVersionId: newId(),
  promptVersionNumber: 4,
};

beforeAll(async () => {
  tenant = await createTenant();
});

function call(more: Partial<GenerationRecord> = {}): GenerationRecord {
  return {
    traceId: newId(),
    startedAt: tenant.clock.now(),
    source: "api",
    label: "production",
    status: "succeeded",
    provider: "test",
    model: "m",
    input: [{ role: "user", content: "Where?" }],
    output: "There.",
    latencyMs: 1,
    ...version,
    ...more,
  };
}

const kept = {
  promptId: tasks.promptId,
  promptVersionId: tasks.promptVersionId,
  environment: tasks.environment,
  source: tasks.source,
  isSimulated: tasks.isSimulated,
};

async function newestTask(queueId: string) {
  const [task] = await tenant.ctx.db
    .select({ id: tasks.id, ...kept })
    .from(tasks)
    .where(eq(tasks.queueId, queueId))
    .orderBy(desc(tasks.number))
    .limit(1);
  if (!task) throw new Error("no task was made");
  return task;
}

it("keeps the scope of the judged call on the task and on its decision", async () => {
  const queue = await createQueue(tenant.ctx, { name: "kept" });
  const [generation] = await recordGenerations(tenant.ctx, [call({ isSimulated: true })]);
  await addTasks(tenant.ctx, { queueId: queue.id, generationIds: [generation?.id ?? ""] });
  const { id, ...scope } = await newestTask(queue.id);
  const expected = {
    promptId: version.promptId,
    promptVersionId: version.promptVersionId,
    environment: "production",
    source: "api",
    isSimulated: true,
  };
  expect(scope).toEqual(expected);
  const decision = await decideTask(tenant.ctx, { taskId: id, kind: "approve", decisionMs: 1 });
  const [row] = await tenant.ctx.db.select().from(decisions).where(eq(decisions.id, decision.id));
  expect(row).toMatchObject(expected);
});

it("believes the call, not the sender, where an output is given in full; and waits for no writer", async () => {
  const generation = await enqueueGeneration(tenant.ctx, call({ source: "playground", label: null }));
  const { queueId } = await tasksOf(tenant, [
    taskItem({ generationId: generation.id, promptVersionId: newId(), promptVersionNumber: 9 }),
  ]);
  expect(await newestTask(queueId)).toMatchObject({
    promptVersionId: version.promptVersionId,
    environment: null,
    source: "playground",
    isSimulated: false,
  });
});

it("says nothing of an output whose call nobody knows, but that a case is a run's", async () => {
  const { queueId } = await tasksOf(tenant, [
    taskItem({ generationId: newId(), promptVersionId: version.promptVersionId }),
  ]);
  expect(await newestTask(queueId)).toMatchObject({
    environment: null,
    source: null,
    promptVersionId: version.promptVersionId,
  });
  const run = await tasksOf(tenant, [taskItem({ runId: newId(), caseId: newId() })]);
  expect(await newestTask(run.queueId)).toMatchObject({ environment: null, source: "run" });
});
