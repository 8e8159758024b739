import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { runs } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { addExamples, createDataset, setGatedDatasets } from "#lib/datasets";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import { clopperPearsonInterval } from "#statistics";
import { type Bench, buildBench, exactSuite } from "../runs/fixture.testing.ts";
import type { EvaluatorSummary } from "../runs/summary-shape.ts";
import { isDatasetJudgedBy } from "../runs/judged-by.ts";
import "../runs/job.ts";
import { saveSuiteVersion } from "../suites/save.ts";
import { benchmarkScores } from "./read.ts";
import { runOnBenchmark } from "./run.ts";
import { clearBenchmark, setBenchmark } from "./set.ts";

let tenant: Tenant;
let bench: Bench;
let other: Bench;
let admin: Awaited<ReturnType<Tenant["as"]>>;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  bench = await buildBench(tenant.ctx, admin, { baseUrl: "https://models.example/v1", examples: 3 });
  other = await buildBench(tenant.ctx, admin, { baseUrl: "https://models.example/v1", examples: 3 });
});

const target = () => ({ connectionId: bench.connectionId, model: "m" });
const pin = (of: Bench = bench) =>
  setBenchmark(tenant.ctx, {
    promptId: bench.promptId,
    datasetVersionId: of.datasetVersionId,
    suiteVersionId: of.suiteVersionId,
    target: target(),
  });
let number = 500;

type Made = {
  version?: 0 | 1;
  right?: number;
  judged?: number;
  row?: Partial<typeof runs.$inferInsert>;
  evaluator?: Partial<EvaluatorSummary>;
};

/** A finished run, written straight to the table. */
async function run({ version = 0, right = 8, judged = 10, row = {}, evaluator = {} }: Made = {}) {
  number += 1;
  const [id, now] = [newId(), tenant.clock.now()];
  const primary = {
    key: "accuracy",
    name: "Accuracy",
    kind: "exact",
    isPrimary: true,
    isBinary: true,
    value: right / judged,
    low: 0,
    high: 1,
    method: "bootstrap",
    judged,
    ...evaluator,
  };
  const second = { ...primary, key: "b", name: "Other", isPrimary: false, value: 1 };
  await tenant.open.db.insert(runs).values({
    id,
    projectId: tenant.projectId,
    number,
    promptId: bench.promptId,
    promptVersionId: bench.versionIds[version],
    datasetVersionId: bench.datasetVersionId,
    suiteVersionId: bench.suiteVersionId,
    target: target(),
    status: "succeeded",
    concurrency: 1,
    totalCases: judged,
    summary: { evaluators: [second, primary] },
    createdByName: "test",
    createdAt: now,
    ...row,
  });
  return id;
}
const scores = async () => (await benchmarkScores(tenant.ctx, { promptId: bench.promptId })).scores;

describe("a prompt's benchmark", () => {
  it("is none until it is pinned; pinned, changed and cleared it stands in the audit chain", async () => {
    await run();
    expect(await benchmarkScores(tenant.ctx, { promptId: bench.promptId })).toEqual({
      benchmark: null,
      scores: [],
      drift: [],
    });
    await pin(other);
    expect(await pin()).toMatchObject({
      datasetVersionId: bench.datasetVersionId,
      suiteVersionNumber: 1,
      target: target(),
    });
    await clearBenchmark(tenant.ctx, { promptId: bench.promptId });
    await clearBenchmark(tenant.ctx, { promptId: bench.promptId });
    const events = await tenant.open.db
      .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, bench.promptId)))
      .orderBy(asc(auditEvents.seq));
    expect(events.slice(-3)).toMatchObject([
      {
        action: "benchmark.set",
        before: null,
        after: { datasetVersionId: other.datasetVersionId, model: "m" },
      },
      { action: "benchmark.set", before: { datasetVersionId: other.datasetVersionId } },
      { action: "benchmark.clear", before: { datasetVersionId: bench.datasetVersionId }, after: null },
    ]);
  });

  it("takes a run of exactly its dataset, suite, model and version, the newest of several, and no other", async () => {
    await pin();
    const [connectionId, model] = [bench.connectionId, "m"];
    await run({ right: 9 });
    const newest = await run({ right: 8 });
    // What the rail of 0.1.0 would have shown in the place of 80 %: a smaller data set, another suite, another model.
    const foreign: Partial<typeof runs.$inferInsert>[] = [
      { datasetVersionId: other.datasetVersionId },
      { suiteVersionId: other.suiteVersionId },
      { target: { connectionId: other.connectionId, model } },
      { target: { connectionId, model: "n" } },
      { target: { connectionId, model, settings: { temperature: 1 } } },
      { target: { connectionId, model, fallbacks: [{ connectionId, model: "n" }] } },
      { isSimulated: true },
      { status: "failed" },
      { status: "running", summary: null },
      { promptId: other.promptId, promptVersionId: other.versionIds[0] },
    ];
    for (const row of foreign) await run({ right: 0, row });
    await run({ version: 1, right: 0, row: { datasetVersionId: other.datasetVersionId } });
    expect(await scores()).toEqual([
      {
        versionId: bench.versionIds[0],
        versionNumber: 1,
        runId: newest,
        runNumber: expect.any(Number),
        metric: "Accuracy",
        value: 0.8,
        ...clopperPearsonInterval(8, 10),
        judged: 10,
        total: 10,
      },
    ]);
    await run({ version: 1, right: 10 });
    expect((await scores()).map(({ versionNumber, value }) => [versionNumber, value])).toEqual([
      [2, 1],
      [1, 0.8],
    ]);
  });

  it("shows no interval where the run has none that holds, and no score where nothing was judged", async () => {
    await pin();
    await run({ evaluator: { isBinary: false, value: 0.75, low: 0.75, high: 0.75, method: "bootstrap" } });
    expect((await scores()).at(-1)).toMatchObject({ value: 0.75, low: null, high: null });
    await run({ evaluator: { isBinary: false, value: 0.75, low: 0.5, high: 0.9, method: "bounded mean" } });
    expect((await scores()).at(-1)).toMatchObject({ value: 0.75, low: 0.5, high: 0.9 });
    await run({ right: 0, judged: 10, evaluator: { value: null, judged: 0 } });
    expect((await scores()).at(-1)).toMatchObject({ low: 0.5 });
  });

  it("says what has moved on since it was pinned", async () => {
    await pin();
    const drift = async () => (await benchmarkScores(tenant.ctx, { promptId: bench.promptId })).drift;
    const before = await drift();
    expect(before.filter((sentence) => sentence.includes("newest is"))).toEqual([]);
    const { benchmark } = await benchmarkScores(tenant.ctx, { promptId: bench.promptId });
    await addExamples(tenant.ctx, {
      datasetId: benchmark?.datasetId ?? "",
      examples: [{ inputs: { text: "new" }, reference: "yes" }],
      message: "one more",
    });
    await saveSuiteVersion(tenant.ctx, {
      suiteId: bench.suiteId,
      content: exactSuite([{ key: "l", name: "Length", kind: "length", config: { max: 10 } }]),
    });
    expect(await drift()).toEqual([
      expect.stringMatching(/^\d+ runs on d\w+@1, newest is 2$/),
      expect.stringMatching(/^judged by s\w+@1, newest is 2$/),
    ]);
    // The scores stay those of what is pinned.
    expect((await scores()).length).toBe(2);
  });

  it("is run on by one word", async () => {
    await pin();
    const started = await runOnBenchmark(tenant.ctx, { promptVersionId: bench.versionIds[1] });
    expect(started).toMatchObject({
      datasetVersionId: bench.datasetVersionId,
      suiteVersionId: bench.suiteVersionId,
      target: target(),
      status: "queued",
    });
    await expect(runOnBenchmark(tenant.ctx, { promptVersionId: other.versionIds[0] })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("pin a dataset"),
    });
  });

  it("cannot be a simulated model, a foreign part, or anybody's who may not", async () => {
    const simulated = await createConnection(admin, {
      name: "sim",
      kind: "simulated",
      models: ["simulated-fast"],
    });
    const input = {
      promptId: bench.promptId,
      datasetVersionId: bench.datasetVersionId,
      suiteVersionId: bench.suiteVersionId,
      target: target(),
    };
    await expect(
      setBenchmark(tenant.ctx, { ...input, target: { connectionId: simulated.id, model: "simulated-fast" } }),
    ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("simulated") });
    const stranger = await createTenant();
    const theirs = await buildBench(stranger.ctx, await stranger.as("admin"), {
      baseUrl: "https://models.example/v1",
      examples: 1,
    });
    for (const part of [
      { promptId: theirs.promptId },
      { datasetVersionId: theirs.datasetVersionId },
      { suiteVersionId: theirs.suiteVersionId },
      { target: { connectionId: theirs.connectionId, model: "m" } },
    ])
      await expect(setBenchmark(tenant.ctx, { ...input, ...part })).rejects.toMatchObject({
        code: "not_found",
      });
    const reviewer = await tenant.as("reviewer");
    await expect(setBenchmark(reviewer, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(clearBenchmark(reviewer, input)).rejects.toMatchObject({ code: "forbidden" });
    expect((await benchmarkScores(reviewer, { promptId: bench.promptId })).benchmark).not.toBeNull();
  });
});

it("a dataset is one that versions are judged by from the moment a benchmark or a gate names it", async () => {
  const fresh = await createDataset(tenant.ctx, { name: "nothing yet", examples: [{ inputs: { a: "1" } }] });
  const judged = () => isDatasetJudgedBy(tenant.ctx, { datasetId: fresh.id });
  expect(await judged()).toBe(false);
  await pin({ ...bench, datasetVersionId: fresh.latest?.id ?? "" });
  expect(await judged()).toBe(true);
  await clearBenchmark(tenant.ctx, { promptId: bench.promptId });
  expect(await judged()).toBe(false);
  await setGatedDatasets(tenant.ctx, [fresh.id]);
  expect(await judged()).toBe(true);
  await setGatedDatasets(tenant.ctx, []);
  expect(await judged()).toBe(false);
});
