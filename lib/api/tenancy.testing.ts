import type { Tenant } from "#testing";
import { createFile } from "#lib/files";
import { awaitBooked, createBudget, limitsOf, reserve } from "#lib/budgets";
import { createDataset, listExamples } from "#lib/datasets";
import { createSuite, listCases, startRun } from "#lib/evaluation";
import { defineKpi, recordFeedback } from "#lib/feedback";
import { listPolicies, savePolicy } from "#lib/guardrails";
import { createApiKey, inviteMember } from "#lib/identity";
import type { Context } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { createConnection, createPriceOverride, listConnections } from "#lib/models";
import { flushGenerations, listGenerations } from "#lib/observability";
import { listConversations, sendTurn } from "#lib/playground";
import { createBranch, createPrompt, saveDraft, saveVersion } from "#lib/prompts";
import { ensureDefaultEnvironments, requestPromotion } from "#lib/releases";
import { createRoute, keepCachedAnswer } from "#lib/routes";
import { addTasks, adjudicateTask, claimTask, createQueue, decideTask, listTasks } from "#lib/review";
import { newId } from "#platform/ids";

/** Stands in every text of the foreign project and nowhere else: it may not come back. */
export const secret = "zebra-of-the-other-project";

export type ForeignIds = Awaited<ReturnType<typeof fillProject>>;

/** One of everything a project can hold, made by its own people. `said` is what stands where users, models and reviewers write. Returns the ids a stranger might try. */
export async function fillProject(tenant: Pick<Tenant, "as" | "projectId">, said = secret) {
  const owner = await tenant.as("owner", secret);
  const reviewer = await tenant.as("reviewer", secret);
  const content = (words: string) => ({
    kind: "chat" as const,
    messages: [{ role: "user" as const, content: `${words} {{text}}` }],
    variables: [{ name: "text", type: "text" as const, required: true }],
  });
  const connection = await createConnection(owner, {
    name: secret,
    kind: "simulated",
    models: ["simulated-instant"],
  });
  const override = await createPriceOverride(owner, {
    connection: connection.id,
    modelPattern: secret,
    from: "2026-01-01T00:00:00Z",
    inputPrice: 1,
    outputPrice: 1,
    note: secret,
  });
  const prompt = await createPrompt(owner, { path: "only/theirs", content: content(secret) });
  const second = await saveVersion(owner, {
    promptId: prompt.id,
    content: content(`${secret} again`),
    message: secret,
  });
  const { name: branchName } = await createBranch(owner, { promptId: prompt.id, name: "theirs" });
  await saveDraft(owner, {
    promptId: prompt.id,
    content: content("draft"),
    baseVersionId: prompt.latest.id,
    expectedRevision: 0,
  });
  const dataset = await createDataset(owner, {
    name: secret,
    examples: [
      { inputs: { text: said }, reference: said },
      { inputs: { text: `${said} 2` }, reference: "x" },
    ],
  });
  const datasetVersionId = dataset.latest?.id ?? "";
  const suite = await createSuite(owner, {
    name: secret,
    content: {
      primaryMetric: "exact",
      evaluators: [{ key: "exact", name: "Exact", kind: "exact", config: {} }],
    } as never,
  });
  const target = { connectionId: connection.id, model: "simulated-instant" };
  const route = await createRoute(owner, {
    name: "only-theirs",
    description: secret,
    definition: { targets: [target] },
  });
  const budget = await createBudget(owner, {
    name: secret,
    per: "metadata",
    metadataKey: "plan",
    only: secret,
    measure: "requests",
    amount: 1,
    period: "month",
  });
  // One call that uses it up, and so an alert.
  await reserve(owner, await limitsOf(owner), {
    callId: newId(),
    facts: { apiKeyId: null, endUser: null, routeId: null, metadata: { plan: secret } },
    estimate: null,
    endsBy: owner.clock.now(),
  });
  await awaitBooked(owner.db);
  const run = await startRun(owner, {
    promptVersionId: second.version.id,
    datasetVersionId,
    suiteVersionId: suite.latest.id,
    target,
  });
  await drainJobs();
  await flushGenerations();
  const conversationId = await converse(owner, target, second.version.id);
  const queue = await createQueue(owner, { name: secret, datasetId: dataset.id });
  await addTasks(owner, { queueId: queue.id, runId: run.id, which: "sample", count: 2 });
  const tasks = (await listTasks(owner, { queueId: queue.id })).items;
  const [decided, open] = tasks;
  await claimTask(reviewer, { taskId: idOf(decided) });
  const decision = await decideTask(reviewer, {
    taskId: idOf(decided),
    kind: "edit",
    correction: `${said} corrected`,
    decisionMs: 1000,
  });
  const { differingTaskId, adjudicationId } = await differ(tenant, said);
  const generation = (await listGenerations(owner, { runId: run.id })).items[0];
  await recordFeedback(owner, { generationId: idOf(generation), score: 1, comment: said });
  await keepCachedAnswer(owner, {
    routeId: route.id,
    key: "a".repeat(64),
    ttlSeconds: 3_600,
    answer: {
      generationId: idOf(generation),
      target,
      output: said,
      reasoning: "",
      refusal: null,
      toolCalls: [],
      finishReason: "stop",
    },
    question: said,
    promptId: prompt.id,
    promptVersionId: second.version.id,
    metadata: { note: said },
    endUser: "theirs",
    meaning: null,
  });
  const kpi = await defineKpi(owner, { key: "only_foreign", name: secret });
  await savePolicy(owner, { name: secret, rules: {} });
  const policies = await listPolicies(owner);
  await ensureDefaultEnvironments(owner);
  const promotion = await requestPromotion(owner, {
    promptId: prompt.id,
    versionId: second.version.id,
    environment: "production",
    reason: said,
  });
  const file = await createFile(owner, {
    name: `${secret}.txt`,
    purpose: "user_data",
    bytes: new TextEncoder().encode(said),
  });
  const key = await createApiKey(owner, { name: secret, scopes: ["prompts:read"] });
  const invitation = await inviteMember(owner, { email: `${tenant.projectId}@example.test`, role: "viewer" });
  const [found] = await listConnections(owner);
  return {
    userId: reviewer.actor.id,
    apiKeyId: key.id,
    invitationId: invitation.id,
    connectionId: connection.id,
    modelId: idOf(found?.models[0]),
    promptId: prompt.id,
    promptPath: prompt.path,
    branchName,
    versionId: second.version.id,
    firstVersionId: prompt.latest.id,
    datasetId: dataset.id,
    datasetVersionId,
    exampleId: idOf((await listExamples(owner, { datasetVersionId })).items[0]),
    suiteId: suite.id,
    suiteVersionId: suite.latest.id,
    runId: run.id,
    caseId: idOf((await listCases(owner, { runId: run.id })).items[0]),
    generationId: idOf(generation),
    traceId: generation?.traceId ?? "",
    queueId: queue.id,
    taskId: idOf(open),
    decisionId: decision.id,
    differingTaskId,
    adjudicationId,
    kpiId: kpi.id,
    policyId: idOf(policies[0]),
    promotionId: promotion.id,
    overrideId: override.id,
    routeId: route.id,
    budgetId: budget.id,
    conversationId,
    file_id: file.id,
  };
}

/** A conversation in the playground, with an answer. */
async function converse(
  owner: Context,
  target: { connectionId: string; model: string },
  versionId: string,
): Promise<string> {
  const answer = await sendTurn(owner, {
    conversationId: newId(),
    pane: "1",
    target,
    versionId,
    variables: { text: secret },
    messages: [{ id: "m", role: "user", parts: [{ type: "text", text: secret }] }],
  });
  // Over once its stream is.
  for await (const _chunk of answer) continue;
  return (await listConversations(owner))[0]?.id ?? "";
}

/** Two tasks whose opinions part, of which a third person settled one. */
async function differ(tenant: Pick<Tenant, "as">, said: string) {
  const owner = await tenant.as("owner", secret);
  const [second, third] = [await tenant.as("reviewer", secret), await tenant.as("reviewer", secret)];
  const queue = await createQueue(owner, { name: `${secret} twice`, secondOpinionShare: 1 });
  const item = { inputs: { text: said }, output: said };
  await addTasks(owner, { queueId: queue.id, items: [item, item] });
  const [settled, differing] = (await listTasks(owner, { queueId: queue.id })).items.map(idOf);
  for (const taskId of [settled ?? "", differing ?? ""]) {
    await decideTask(owner, { taskId, kind: "approve", comment: said, decisionMs: 1 });
    await decideTask(second, { taskId, kind: "reject", reasonKey: "tone", comment: said, decisionMs: 1 });
  }
  const adjudication = await adjudicateTask(third, {
    taskId: settled ?? "",
    verdict: "as_a",
    reason: said,
    decisionMs: 1,
  });
  return { differingTaskId: differing ?? "", adjudicationId: adjudication.id };
}

/** The id of a row that must be there. */
function idOf(row: { id: string } | undefined): string {
  if (!row) throw new Error("the foreign project lacks something this test needs");
  return row.id;
}
