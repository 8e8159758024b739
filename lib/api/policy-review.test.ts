import { beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { generate } from "#lib/generation";
import { savePolicy } from "#lib/guardrails";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { awaitStored, getGeneration, policyHits } from "#lib/observability";
import { archiveQueue, createQueue, listTasks } from "#lib/review";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

it("a call in which a rule asks for review becomes a task of the policy's queue, once, and goes on", async () => {
  const admin = await tenant.as("admin");
  const connection = await createConnection(admin, {
    name: "sim",
    kind: "simulated",
    models: ["simulated-instant"],
  });
  const queue = await createQueue(admin, { name: "Odd calls" });
  const gone = await createQueue(admin, { name: "Old" });
  await archiveQueue(admin, { queueId: gone.id });
  const rule = { term: "refund", action: "review" as const, stages: ["input" as const] };
  const rules = { blocklist: [rule, { ...rule, term: "parcel", action: "flag" as const }] };
  const policy = await savePolicy(admin, { name: "Look", rules: { ...rules, reviewQueueId: queue.id } });
  await savePolicy(admin, { name: "Look at none", rules });
  await savePolicy(admin, { name: "Look in vain", rules: { ...rules, reviewQueueId: gone.id } });
  const ask = async (content: string) => {
    const said = await generate(tenant.ctx, {
      source: "api",
      targets: [{ connectionId: connection.id, model: "simulated-instant" }],
      messages: [{ role: "user", content }],
    });
    await awaitStored(said.id);
    await drainJobs();
    return said;
  };
  const noted = await ask("Where is my parcel?");
  expect(noted.guardrails).toMatchObject([{ action: "flag" }, { action: "flag" }, { action: "flag" }]);
  expect((await listTasks(admin, { queueId: queue.id })).items).toEqual([]);
  const said = await ask("A refund, I want a refund for the parcel.");
  expect(said.status).toBe("succeeded");
  const { input } = await getGeneration(tenant.ctx, { generationId: said.id });
  expect(JSON.stringify(input)).toContain("A refund, I want a refund");
  const { items } = await listTasks(admin, { queueId: queue.id });
  expect(items).toMatchObject([{ reason: "flagged" }]);
  expect((await listTasks(admin, { queueId: gone.id })).items).toEqual([]);
  const span = { from: new Date(0), to: new Date("2100-01-01") };
  expect(await policyHits(tenant.ctx, { ...span, policyId: policy.id })).toMatchObject([
    { action: "flag", calls: 2, findings: 2 },
    { action: "review", calls: 1, findings: 2 },
  ]);
});
