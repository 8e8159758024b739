import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { getPromptVersion, saveVersion } from "#lib/prompts";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import { newId } from "#platform/ids";
import type { ModelTarget } from "#schema/models";
import type { ModelOrRoute } from "#schema/routes";
import { benchmarkScores } from "../benchmarks/read.ts";
import { runOnBenchmark } from "../benchmarks/run.ts";
import { setBenchmark } from "../benchmarks/set.ts";
import { compareRuns } from "../comparisons/compare.ts";
import { type Bench, buildBench } from "./fixture.testing.ts";
// Declares the job before the queue opens.
import "./job.ts";
import { listCases } from "./cases.ts";
import { type Loopback, openLoopback } from "./loopback.testing.ts";
import { getRun, listRuns } from "./read.ts";
import { startRun } from "./start.ts";

let tenant: Tenant;
let admin: Context;
let server: Loopback;
let bench: Bench;
let model: ModelTarget;
/** A connection whose server is not there. */
let gone: ModelTarget;
let simulated: ModelTarget;

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  admin = await tenant.as("admin");
  server = await openLoopback(() => ({ text: "yes" }));
  bench = await buildBench(tenant.ctx, admin, { baseUrl: server.url, examples: 4 });
  model = { connectionId: bench.connectionId, model: "m" };
  const off = await createConnection(admin, {
    name: "off",
    kind: "openai_compatible",
    baseUrl: "http://127.0.0.1:9/v1",
    models: ["off"],
  });
  gone = { connectionId: off.id, model: "off" };
  const { id } = await createConnection(admin, { name: "sim", kind: "simulated", models: ["s"] });
  simulated = { connectionId: id, model: "s" };
});
afterAll(() => server.close());

async function route(targets: (ModelTarget & { order?: number })[], more: object = {}) {
  const name = `r${newId().slice(-8)}`;
  const { id } = await createRoute(admin, {
    name,
    definition: { targets, retries: { attempts: 1 }, ...more },
  });
  return { id, name };
}
async function servedBy(by: ModelOrRoute): Promise<string> {
  const { content } = await getPromptVersion(tenant.ctx, { versionId: bench.versionIds[0] });
  const { version } = await saveVersion(tenant.ctx, {
    promptId: bench.promptId,
    content: { ...content, settings: { model: by } },
    message: `by ${JSON.stringify(by)}`,
  });
  return version.id;
}
const on = (promptVersionId: string, target?: ModelOrRoute) =>
  startRun(tenant.ctx, {
    promptVersionId,
    datasetVersionId: bench.datasetVersionId,
    suiteVersionId: bench.suiteVersionId,
    ...(target ? { target } : {}),
  });

describe("a run of a version that is served by a route", () => {
  it("goes through it, in the version it was saved with, and takes no turn of its limit", async () => {
    const { id: routeId, name } = await route([gone, { ...model, order: 1 }], {
      limits: { requestsPerMinute: 1 },
    });
    const versionId = await servedBy({ routeId, version: "newest" });
    await saveRoute(admin, { routeId, definition: { targets: [gone] } });
    const { id: runId } = await on(versionId);
    await drainJobs();
    const run = await getRun(tenant.ctx, { runId });
    expect(run).toMatchObject({
      status: "succeeded",
      failedCases: 0,
      target: { routeId, version: 1, name },
      isSimulated: false,
    });
    const { items } = await listCases(tenant.ctx, { runId });
    expect(items.map(({ output }) => output)).toEqual(["yes", "yes", "yes", "yes"]);
    const [event] = await tenant.open.db
      .select({ after: auditEvents.after })
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, runId), eq(auditEvents.action, "run.start")));
    expect(event?.after).toMatchObject({ model: `route ${name}@1` });
    const { items: sorted } = await listRuns(tenant.ctx, { sort: "model" });
    expect(sorted.map(({ id }) => id)).toContain(runId);
  });

  it("is simulated where any model of the route is, and cannot begin while the route is archived", async () => {
    const { id: routeId } = await route([model, { ...simulated, order: 1 }]);
    const versionId = await servedBy({ routeId, version: 1 });
    expect(await on(versionId)).toMatchObject({ isSimulated: true });
    await archiveRoute(admin, { routeId });
    await expect(on(versionId)).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("archived"),
    });
    await drainJobs();
  });

  it("is not like a run of the model by itself, and a comparison says so", async () => {
    const { id: routeId, name } = await route([model]);
    const versionId = await servedBy({ routeId, version: 1 });
    const [byRoute, byModel] = [await on(versionId), await on(versionId, model)];
    await drainJobs();
    const { verdict } = await compareRuns(tenant.ctx, {
      baselineRunId: byModel.id,
      candidateRunId: byRoute.id,
    });
    expect(JSON.stringify(verdict)).toContain(`the models (m, route ${name}@1)`);
  });
});

describe("a benchmark that pins a route", () => {
  it("counts runs through that version of the route, and no others", async () => {
    const { id: routeId, name } = await route([model]);
    const versionId = await servedBy({ routeId, version: 1 });
    const pinned = await setBenchmark(tenant.ctx, {
      promptId: bench.promptId,
      datasetVersionId: bench.datasetVersionId,
      suiteVersionId: bench.suiteVersionId,
      target: { routeId, version: "newest" },
    });
    expect(pinned.target).toEqual({ routeId, version: 1, name });
    const scores = async () => benchmarkScores(tenant.ctx, { promptId: bench.promptId });
    await on(versionId, model);
    const counted = await runOnBenchmark(tenant.ctx, { promptVersionId: versionId });
    await saveRoute(admin, { routeId, definition: { targets: [model], limits: { maxTokens: 9 } } });
    await on(versionId, { routeId, version: 2 });
    await drainJobs();
    const before = await scores();
    expect(before.scores.map(({ runId }) => runId)).toEqual([counted.id]);
    expect(before.drift).toEqual([]);
    await servedBy({ routeId, version: 2 });
    expect((await scores()).drift).toEqual([
      `run on route ${name}@1, the newest version is served by route ${name}@2`,
    ]);
    await archiveRoute(admin, { routeId });
    expect((await scores()).drift).toContain(`route ${name}@1 is not offered any more`);
  });

  it("cannot pin one with a simulated model", async () => {
    const { id: routeId } = await route([model, { ...simulated, order: 1 }]);
    await expect(
      setBenchmark(tenant.ctx, {
        promptId: bench.promptId,
        datasetVersionId: bench.datasetVersionId,
        suiteVersionId: bench.suiteVersionId,
        target: { routeId, version: 1 },
      }),
    ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("simulated") });
  });
});
