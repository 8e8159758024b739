import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { cases, runs, scores } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { drainJobs } from "#lib/jobs";
import { listModels } from "#lib/models";
import { newId } from "#platform/ids";
import { cancelRun } from "./cancel.ts";
import { countCases, listCases } from "./cases.ts";
import { buildBench, exactSuite } from "./fixture.testing.ts";
// Declares the job before the queue opens.
import "./job.ts";
import { type Loopback, openLoopback } from "./loopback.testing.ts";
import { getRun, getRunProgress, listRuns } from "./read.ts";
import { startRun, startRuns } from "./start.ts";

let tenant: Tenant;
let other: Tenant;
let server: Loopback;

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  [tenant, other] = [await createTenant(), await createTenant()];
  server = await openLoopback((message) => {
    if (message.includes("case 3")) return { status: 400, text: "bad request" };
    return { text: message.startsWith("two") || message.includes("case 1") ? "Yes" : "no" };
  });
});
afterAll(() => server.close());

const bench = async (options: Partial<Parameters<typeof buildBench>[2]> = {}, of = tenant) =>
  buildBench(of.ctx, await of.as("admin"), { baseUrl: server.url, examples: 5, ...options });
const inputOf = (made: Awaited<ReturnType<typeof bench>>, version: 0 | 1 = 0) => ({
  promptVersionId: made.versionIds[version],
  datasetVersionId: made.datasetVersionId,
  suiteVersionId: made.suiteVersionId,
  target: { connectionId: made.connectionId, model: "m" },
  concurrency: 3,
});

describe("a run", () => {
  it("generates and scores every case, counts what failed, and ends with a summary", async () => {
    const made = await bench();
    const started = await startRun(tenant.ctx, inputOf(made));
    expect(started).toMatchObject({ status: "queued", totalCases: 5, doneCases: 0, isSimulated: false });
    await drainJobs();
    const run = await getRun(tenant.ctx, { runId: started.id });
    expect(run).toMatchObject({ status: "succeeded", doneCases: 5, failedCases: 1 });
    expect(run.summary).toMatchObject({
      succeeded: 4,
      failed: 1,
      errors: { invalid_input: 1 },
      inputTokens: 40,
    });
    expect(run.summary?.evaluators[0]).toMatchObject({
      key: "accuracy",
      value: 0.25,
      judged: 4,
      passed: 1,
      failed: 3,
      method: "exact",
    });
    expect(run.summary?.verdict.sentence).toContain("1 of 5 generations failed");
    const { items } = await listCases(tenant.ctx, { runId: run.id });
    expect(items.map((item) => [item.position, item.status, item.output, item.isPassed])).toEqual([
      [1, "succeeded", "Yes", true],
      [2, "succeeded", "no", false],
      [3, "failed", expect.anything(), false],
      [4, "succeeded", "no", false],
      [5, "succeeded", "no", false],
    ]);
    expect(items[0]?.scores).toMatchObject([{ evaluatorKey: "accuracy", value: 1, isPassed: true }]);
    expect(items[0]?.generationId).toBeTruthy();
    expect(items[2]).toMatchObject({ errorCode: "invalid_input", scores: [] });
    expect((await listCases(tenant.ctx, { runId: run.id, which: "error" })).items).toHaveLength(1);
    expect(
      (await listCases(tenant.ctx, { runId: run.id, which: "failed", limit: 2 })).items.map(
        (item) => item.position,
      ),
    ).toEqual([2, 3]);
    // The third failed with what had come of its answer: nothing that anybody could review.
    const count = (isAnswered: boolean) =>
      countCases(tenant.ctx, { runId: run.id, which: "failed", isAnswered });
    expect([await count(false), await count(true)]).toEqual([4, 3]);
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, run.id)));
    expect(events.map((event) => event.action)).toEqual(["run.start"]);
  });

  it("starts one per version, all or none", async () => {
    const made = await bench();
    const { promptVersionId: _, ...rest } = inputOf(made);
    await expect(
      startRuns(tenant.ctx, { ...rest, promptVersionIds: [made.versionIds[0], newId()] }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect((await listRuns(tenant.ctx, { promptId: made.promptId })).items).toEqual([]);
    const both = await startRuns(tenant.ctx, { ...rest, promptVersionIds: made.versionIds });
    expect(both.map((run) => run.promptVersionNumber)).toEqual([1, 2]);
    expect(both[1]?.number).toBe((both[0]?.number ?? 0) + 1);
    await drainJobs();
    const done = await listRuns(tenant.ctx, { promptId: made.promptId, status: "succeeded" });
    expect(done.items.map((run) => run.summary?.evaluators[0]?.value)).toEqual([1, 0.25]);
  });

  it("is cancelled at once while it waits, and while it works keeps what is done", async () => {
    const made = await bench();
    const waiting = await startRun(tenant.ctx, inputOf(made));
    expect(await cancelRun(tenant.ctx, { runId: waiting.id })).toMatchObject({ status: "cancelled" });
    await drainJobs();
    expect(await getRunProgress(tenant.ctx, { runId: waiting.id })).toMatchObject({
      status: "cancelled",
      doneCases: 0,
    });

    const slow = await openLoopback((_, count) => ({ text: "Yes", delayMs: count > 4 ? 60_000 : 0 }));
    const working = await startRun(tenant.ctx, inputOf(await bench({ baseUrl: slow.url, examples: 20 })));
    const drained = drainJobs();
    await expect
      .poll(async () => (await getRunProgress(tenant.ctx, { runId: working.id })).doneCases, {
        timeout: 10_000,
      })
      .toBe(4);
    await cancelRun(tenant.ctx, { runId: working.id });
    await drained;
    const run = await getRun(tenant.ctx, { runId: working.id });
    expect(run).toMatchObject({
      status: "cancelled",
      doneCases: 4,
      summary: { succeeded: 4, cancelled: 16 },
    });
    expect(run.summary?.verdict.sentence).toBe("Cancelled after 4 of 20 cases.");
    expect(slow.requests.length).toBeLessThanOrEqual(7);
    await slow.close();
  });

  it("asks a judge without structured output more plainly and books its cost (JUDGE-5)", async () => {
    const judge = await openLoopback((_message, _count, format) =>
      format === "json_schema"
        ? { status: 400, text: "This response_format type is unavailable now" }
        : { text: '{"reasoning":"Says yes.","score":5}' },
    );
    const connection = await bench({ baseUrl: judge.url, examples: 1 });
    const target = { connectionId: connection.connectionId, model: "m" };
    const suite = exactSuite([
      { key: "judge", name: "Judge", kind: "llm_judge", config: { target, rubric: "Right?" } },
    ]);
    const made = await bench({ suite, examples: 2 });
    const run = await startRun(tenant.ctx, { ...inputOf(made, 1), concurrency: 1 });
    await drainJobs();
    const { items } = await listCases(tenant.ctx, { runId: run.id });
    const scores = items.map((item) => item.scores.find((score) => score.evaluatorKey === "judge"));
    expect(scores.map((score) => score?.value)).toEqual([1, 1]);
    // One refusal, then the way that was taken is remembered.
    expect(judge.requests).toHaveLength(3);
    await judge.close();
  });

  it("asks a judge and keeps its reasoning and its generation; an unreadable judge is no score", async () => {
    const judge = await openLoopback((message) => ({
      text: message.includes("case 2") ? "I cannot" : '{"reasoning":"Says yes.","score":4}',
    }));
    const connection = await bench({ baseUrl: judge.url, examples: 1 });
    const suite = exactSuite([
      {
        key: "judge",
        name: "Judge",
        kind: "llm_judge",
        config: { target: { connectionId: connection.connectionId, model: "m" }, rubric: "Right?" },
      },
    ]);
    const made = await bench({ suite, examples: 2 });
    const run = await startRun(tenant.ctx, inputOf(made, 1));
    await drainJobs();
    const { items } = await listCases(tenant.ctx, { runId: run.id });
    expect(items.map((item) => item.scores.find((score) => score.evaluatorKey === "judge"))).toMatchObject([
      { value: 0.75, isPassed: true, reasoning: "Says yes.", details: { generationId: expect.any(String) } },
      { value: null, isPassed: null },
    ]);
    await judge.close();
  });

  it("marks a run on a simulated connection and lets it meet no demand", async () => {
    const suite = exactSuite([
      { key: "short", name: "Short", kind: "length", config: { max: 100_000 }, threshold: 0.1 },
    ]);
    const made = await bench({ isSimulated: true, suite, examples: 2 });
    const model =
      (await listModels(tenant.ctx)).find((choice) => choice.connectionId === made.connectionId)?.model ??
      "simulated";
    const run = await startRun(tenant.ctx, {
      ...inputOf(made),
      target: { connectionId: made.connectionId, model },
    });
    await drainJobs();
    const done = await getRun(tenant.ctx, { runId: run.id });
    expect(done).toMatchObject({
      isSimulated: true,
      summary: { gate: "none", costUsd: null, carbonGrams: null },
    });
    expect(done.summary?.verdict.headline).toBe("Simulated answers say nothing about quality");
  });

  it("does not see another project's runs, versions, datasets, suites and connections", async () => {
    const mine = inputOf(await bench());
    const foreign = inputOf(await bench({}, other));
    for (const part of ["promptVersionId", "datasetVersionId", "suiteVersionId", "target"] as const) {
      await expect(startRun(tenant.ctx, { ...mine, [part]: foreign[part] })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    const run = await startRun(other.ctx, foreign);
    for (const act of [getRun, getRunProgress, cancelRun, listCases])
      await expect(act(tenant.ctx, { runId: run.id })).rejects.toMatchObject({ code: "not_found" });
    await cancelRun(other.ctx, { runId: run.id });
  });

  it("needs the permission and valid input", async () => {
    const made = inputOf(await bench());
    await expect(startRun(await tenant.as("reviewer"), made)).rejects.toMatchObject({ code: "forbidden" });
    await expect(startRun(tenant.ctx, { ...made, concurrency: 0 })).rejects.toMatchObject({
      name: "ZodError",
    });
    const run = await startRun(tenant.ctx, made);
    await expect(cancelRun(await tenant.as("viewer"), { runId: run.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await cancelRun(tenant.ctx, { runId: run.id });
  });

  it("leaves nothing half done", async () => {
    const open = tenant.open.db;
    expect(await open.$count(cases, eq(cases.status, "running"))).toBe(0);
    expect(await open.$count(runs, eq(runs.status, "running"))).toBe(0);
    const orphans = await open
      .select({ id: scores.caseId })
      .from(scores)
      .innerJoin(cases, eq(cases.id, scores.caseId))
      .where(eq(cases.status, "waiting"));
    expect(orphans).toEqual([]);
  });
});
