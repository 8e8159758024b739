import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runs } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { drainJobs } from "#lib/jobs";
import { buildBench } from "./fixture.testing.ts";
import "./job.ts";
import { type Loopback, openLoopback } from "./loopback.testing.ts";
import { getRun } from "./read.ts";
import { renewSummaries } from "./renew.ts";
import { startRun } from "./start.ts";

let tenant: Tenant;
let server: Loopback;
beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  server = await openLoopback(() => ({ text: "yes" }));
});
afterAll(() => server.close());

it("what an older run says is worked out again by today's rules, once", async () => {
  const made = await buildBench(tenant.ctx, await tenant.as("admin"), { baseUrl: server.url, examples: 3 });
  const { id } = await startRun(tenant.ctx, {
    promptVersionId: made.versionIds[0],
    datasetVersionId: made.datasetVersionId,
    suiteVersionId: made.suiteVersionId,
    target: { connectionId: made.connectionId, model: "m" },
  });
  await drainJobs();
  const { summary } = await getRun(tenant.ctx, { runId: id });
  if (!summary) throw new Error("the run has ended");
  const { rules: _rules, ...old } = summary;
  const stale = {
    ...old,
    gate: "met" as const,
    verdict: { headline: "Version 1 meets every demand", sentence: "Version 1 meets every demand." },
  };
  await tenant.open.db.update(runs).set({ summary: stale }).where(eq(runs.id, id));
  expect(await renewSummaries(tenant.open)).toBeGreaterThanOrEqual(1);
  expect((await getRun(tenant.ctx, { runId: id })).summary).toEqual(summary);
  expect(await renewSummaries(tenant.open)).toBe(0);
});
