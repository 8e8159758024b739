import { afterAll, beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { drainJobs } from "#lib/jobs";
import { listCases } from "./cases.ts";
import { buildBench, exactSuite } from "./fixture.testing.ts";
// Declares the job before the queue opens.
import "./job.ts";
import { type Loopback, openLoopback } from "./loopback.testing.ts";
import { startRun } from "./start.ts";

let tenant: Tenant;
let server: Loopback;

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  server = await openLoopback((message) => {
    if (message.includes("Grade")) return { text: '{"reasoning":"Asked by alice@example.com.","score":4}' };
    return {
      text: message.includes("case 1") ? 'throw new Error(["alice", "example.com"].join("@"))' : "no",
    };
  });
  await savePolicy(await tenant.as("admin"), {
    name: "Addresses",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS" }],
      // Ids look like this; they must stay.
      patterns: [{ name: "hex", pattern: "[0-9a-f]{8}-", action: "redact", stages: ["stored"] }],
    },
  });
});
afterAll(() => server.close());

it("stores no reasoning and no details with what a policy takes out, also where the output holds none of it", async () => {
  const judge = await buildBench(tenant.ctx, await tenant.as("admin"), { baseUrl: server.url, examples: 1 });
  const target = { connectionId: judge.connectionId, model: "m" };
  const suite = exactSuite([
    { key: "tests", name: "Tests", kind: "unit_tests", config: { tests: "assert.ok(true);" } },
    { key: "judge", name: "Judge", kind: "llm_judge", config: { target, rubric: "Grade it." } },
  ]);
  const made = await buildBench(tenant.ctx, await tenant.as("admin"), {
    baseUrl: server.url,
    examples: 2,
    suite,
  });
  const run = await startRun(tenant.ctx, {
    promptVersionId: made.versionIds[0],
    datasetVersionId: made.datasetVersionId,
    suiteVersionId: made.suiteVersionId,
    target: { connectionId: made.connectionId, model: "m" },
  });
  await drainJobs();
  const { items } = await listCases(tenant.ctx, { runId: run.id });
  const scoreOf = (place: number, key: string) =>
    items[place]?.scores.find(({ evaluatorKey }) => evaluatorKey === key);
  expect(scoreOf(0, "tests")).toMatchObject({
    reasoning: "Breaks: Error: <EMAIL_ADDRESS>",
    details: { message: "Error: <EMAIL_ADDRESS>", outcome: "exception" },
  });
  // The output of the second holds nothing that a policy takes out; the judge quotes another text.
  expect(scoreOf(1, "judge")).toMatchObject({
    value: 0.75,
    reasoning: "Asked by <EMAIL_ADDRESS>.",
    details: { generationId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});
