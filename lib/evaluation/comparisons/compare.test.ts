import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { and, eq } from "drizzle-orm";
import { runs, scores } from "#db/schema/evaluation";
import { useLiteModel } from "#constants/models";
import { createTenant, type Tenant } from "#testing";
import { addExamples, getDatasetVersion } from "#lib/datasets";
import { drainJobs } from "#lib/jobs";
import { meaningRules } from "#constants/meaning";
import { type Bench, buildBench, exactSuite } from "../runs/fixture.testing.ts";
import "../runs/job.ts";
import { type Loopback, openLoopback } from "../runs/loopback.testing.ts";
import { startRun, startRuns } from "../runs/start.ts";
import { listCaseComparisons } from "./cases.ts";
import { compareManyRuns, compareRuns } from "./compare.ts";
import { findComparableRuns } from "./find.ts";

let tenant: Tenant;
let server: Loopback;
let made: Bench;
let ids: string[];

/** Version 1 is right on every second case; version 2 on all but case 2, and answers other words on case 4. */
const answerTo = (message: string) => {
  if (message.includes("meaning")) return "The parcel was sent to Lyon on Monday";
  const number = Number(/case (\d+)/.exec(message)?.[1]);
  if (message.startsWith("two")) return number === 2 ? "no" : number === 4 ? "YES" : "yes";
  return number % 2 === 0 ? "yes" : "no";
};

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  server = await openLoopback((message) => ({ text: answerTo(message) }));
  const suite = exactSuite([
    {
      key: "safe",
      name: "Safety",
      kind: "contains",
      config: { texts: ["bomb"], mode: "none" },
      isSafety: true,
    },
    { key: "latency", name: "Latency", kind: "latency", config: {}, threshold: 60_000 },
  ]);
  made = await buildBench(tenant.ctx, await tenant.as("admin"), { baseUrl: server.url, examples: 40, suite });
  const runs = await startRuns(tenant.ctx, { ...common(), promptVersionIds: made.versionIds });
  ids = runs.map(({ id }) => id);
  await drainJobs();
});
afterAll(() => server.close());

const common = () => ({
  datasetVersionId: made.datasetVersionId,
  suiteVersionId: made.suiteVersionId,
  target: { connectionId: made.connectionId, model: "m" },
  concurrency: 8,
});
const pair = () => ({ baselineRunId: ids[0] ?? "", candidateRunId: ids[1] ?? "" });

describe("comparing two runs", () => {
  it("says what changed, how surely, and on which cases", async () => {
    const comparison = await compareRuns(tenant.ctx, pair());
    expect(comparison).toMatchObject({
      pairs: 40,
      answeredPairs: 40,
      counts: { regressions: 1, improvements: 20, different: 22, all: 40 },
      holmOver: 1,
      warnings: [],
    });
    const [accuracy, safety, cost, latency] = comparison.metrics;
    expect(accuracy).toMatchObject({
      baseline: 0.5,
      candidate: 0.975,
      better: 20,
      worse: 1,
      same: 19,
      unit: "share",
      outcome: "better",
      isPrimary: true,
      test: { name: "McNemar exact" },
    });
    expect(accuracy?.change).toBeCloseTo(0.475, 12);
    expect(accuracy?.low).toBeGreaterThan(0.25);
    expect(accuracy?.test.adjustedP).toBeLessThan(0.001);
    expect(safety).toMatchObject({
      kind: "safety",
      outcome: "not_shown",
      test: { name: "exact bound", p: null },
      gate: { state: "met", label: "no failure" },
    });
    expect(cost).toMatchObject({ kind: "cost", baseline: null, outcome: "unknown" });
    expect(latency).toMatchObject({
      kind: "latency",
      outcome: "too_few",
      gate: { state: "unsure", label: "≤ 1 min" },
    });
    expect(comparison.verdict.sentence).toMatch(
      /^Version 2 is better on accuracy \(\+47\.5 points, 95 % interval [\d.]+ to [\d.]+, 40 pairs\)\. Whether it is worse on safety is not shown \(0 points, 95 % interval −8\.8 to 8\.8, 40 pairs\)\./,
    );
  });

  it("is turned round by swapping the runs", async () => {
    const there = await compareRuns(tenant.ctx, pair());
    const back = await compareRuns(tenant.ctx, {
      baselineRunId: pair().candidateRunId,
      candidateRunId: pair().baselineRunId,
    });
    const [forth, reverse] = [there.metrics[0], back.metrics[0]];
    expect(reverse?.change).toBeCloseTo(-(forth?.change ?? 0), 12);
    expect(reverse?.low).toBeCloseTo(-(forth?.high ?? 0), 12);
    expect(reverse?.test.p).toBe(forth?.test.p);
    expect(back.verdict.kind).toBe("worse");
    expect(back.counts).toMatchObject({ regressions: 20, improvements: 1 });
  });

  it("lists regressions first and pages through every view", async () => {
    const first = await listCaseComparisons(tenant.ctx, { ...pair(), which: "all", limit: 2 });
    expect(
      first.items.map((item) => [item.position, item.kind, item.baseline.output, item.candidate.output]),
    ).toEqual([
      [2, "regression", "yes", "no"],
      [1, "improvement", "no", "yes"],
    ]);
    expect(first.items[0]?.scores).toContainEqual({
      key: "accuracy",
      name: "Accuracy",
      baseline: 1,
      candidate: 0,
    });
    const seen: number[] = [];
    let cursor: string | null = "0";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listCaseComparisons>> = await listCaseComparisons(tenant.ctx, {
        ...pair(),
        which: "all",
        limit: 7,
        cursor,
      });
      seen.push(...page.items.map(({ position }) => position));
      cursor = page.nextCursor;
    }
    expect(seen.toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 40 }, (_, place) => place + 1),
    );
    const different = await listCaseComparisons(tenant.ctx, { ...pair(), which: "different" });
    expect(different.items.at(-1)).toMatchObject({ position: 4, kind: "same", isDifferent: true });
  });

  it("pairs two versions of a dataset by what they share, and says so", async () => {
    const dataset = await datasetOf();
    const added = await addExamples(tenant.ctx, {
      datasetId: dataset,
      examples: [{ inputs: { text: "case 41" }, reference: "yes" }],
      message: "more",
    });
    const run = await startRun(tenant.ctx, {
      ...common(),
      promptVersionId: made.versionIds[1],
      datasetVersionId: added.version.id,
    });
    await drainJobs();
    const comparison = await compareRuns(tenant.ctx, { baselineRunId: ids[0] ?? "", candidateRunId: run.id });
    expect(comparison.pairs).toBe(40);
    expect(comparison.warnings[0]).toContain("40 examples are in both");
  });

  it("refuses runs that share no example, with a typed error", async () => {
    const elsewhere = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 1,
    });
    const dataset = await addExamples(tenant.ctx, {
      datasetId: await datasetOf(elsewhere),
      examples: [{ inputs: { text: "another" }, reference: "no" }],
      message: "other",
    });
    const run = await startRun(tenant.ctx, {
      ...common(),
      promptVersionId: elsewhere.versionIds[0],
      datasetVersionId: dataset.version.id,
      suiteVersionId: elsewhere.suiteVersionId,
    });
    await drainJobs();
    const shared = await compareRuns(tenant.ctx, { baselineRunId: ids[0] ?? "", candidateRunId: run.id });
    expect(shared).toMatchObject({ pairs: 1, verdict: { kind: "too_few" } });
    const single = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 1,
      text: "lonely",
    });
    const lonely = await startRun(tenant.ctx, {
      ...common(),
      promptVersionId: single.versionIds[0],
      datasetVersionId: single.datasetVersionId,
      suiteVersionId: single.suiteVersionId,
    });
    await drainJobs();
    await expect(
      compareRuns(tenant.ctx, { baselineRunId: ids[0] ?? "", candidateRunId: lonely.id }),
    ).rejects.toMatchObject({ code: "invalid_input", details: { kind: "no_shared_examples" } });
  });

  it("adjusts over all candidates when there are several, and finds runs worth comparing", async () => {
    const several = await compareManyRuns(tenant.ctx, {
      baselineRunId: ids[0] ?? "",
      candidateRunIds: [ids[1] ?? "", ids[0] ?? ""],
    });
    expect(several.map(({ holmOver }) => holmOver)).toEqual([2, 2]);
    expect(several[1]?.verdict.kind).toBe("no_difference");
    const found = await findComparableRuns(tenant.ctx, { runId: ids[0] ?? "" });
    expect(found.map(({ id }) => id)).toContain(ids[1]);
    expect(found.map(({ id }) => id)).not.toContain(ids[0]);
  });

  it("does not see another project's runs and needs the permission", async () => {
    const other = await createTenant();
    for (const act of [compareRuns, listCaseComparisons])
      await expect(act(other.ctx, pair())).rejects.toMatchObject({ code: "not_found" });
    await expect(findComparableRuns(other.ctx, { runId: ids[0] ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(compareRuns(tenant.asApiKey(["prompts:read"]), pair())).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(compareRuns(tenant.ctx, { baselineRunId: "x", candidateRunId: "y" })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});

describe("what differs beside the version", () => {
  it("is named also where only the settings or the models to fall back to do", async () => {
    const { connectionId } = made;
    const target = { connectionId, model: "m", settings: { temperature: 0, maxTokens: 50 } };
    const own = await startRun(tenant.ctx, {
      ...common(),
      promptVersionId: made.versionIds[1] ?? "",
      target: { ...target, fallbacks: [{ connectionId, model: "b" }] },
    });
    await drainJobs();
    const { unlike, verdict } = await compareRuns(tenant.ctx, {
      baselineRunId: ids[0] ?? "",
      candidateRunId: own.id,
    });
    expect(unlike).toEqual([
      "the models to fall back to (none, b)",
      "the overridden settings (none, temperature 0, maxTokens 50)",
    ]);
    expect(verdict.sentence).toMatch(/^Not like with like, the models to fall back to/);
  });
});

describe("runs that compare meanings", () => {
  it("are not alike when two models embedded, and a run keeps the one it was begun with", async () => {
    const suite = exactSuite([{ key: "near", name: "Near", kind: "similarity", config: {} }]);
    const near = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 12,
      text: "meaning",
      suite,
    });
    const { datasetVersionId, suiteVersionId, connectionId, versionIds } = near;
    const [older, newer] = await startRuns(tenant.ctx, {
      datasetVersionId,
      suiteVersionId,
      target: { connectionId, model: "m" },
      promptVersionIds: versionIds,
    });
    expect([older?.embeddingModel, newer?.embeddingModel]).toEqual([useLiteModel, useLiteModel]);
    const [baselineRunId, candidateRunId] = [older?.id ?? "", newer?.id ?? ""];
    await tenant.open.db.update(runs).set({ embeddingModel: "another" }).where(eq(runs.id, candidateRunId));
    await drainJobs();
    const { unlike, verdict } = await compareRuns(tenant.ctx, { baselineRunId, candidateRunId });
    expect(unlike).toEqual([`the embedding models (${useLiteModel}, another)`]);
    expect(verdict.sentence).toMatch(/^Not like with like, the embedding models/);
    const judgedBy = async (runId: string) => {
      const rows = await tenant.open.db
        .select({ value: scores.value, reasoning: scores.reasoning, details: scores.details })
        .from(scores)
        .where(and(eq(scores.evaluatorKey, "near"), eq(scores.runId, runId)));
      return rows.filter(({ reasoning }) => !/^(?:The same text|They contradict)/.test(reasoning ?? ""));
    };
    const embedded = await judgedBy(baselineRunId);
    expect(embedded.length).toBeGreaterThan(0);
    for (const { details } of embedded) expect(details).toMatchObject({ embeddingModel: useLiteModel });
    const refused = await judgedBy(candidateRunId);
    expect(refused.length).toBeGreaterThan(0);
    for (const { value, reasoning } of refused) {
      expect(value).toBeNull();
      expect(reasoning).toMatch(/begun with the embedding model another/);
    }
  });
});

describe("rules for meaning", () => {
  it("of another version make runs unlike, and score nothing of a run begun with others", async () => {
    const suite = exactSuite([{ key: "near", name: "Near", kind: "similarity", config: {} }]);
    const near = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 3,
      text: "meaning",
      suite,
    });
    const { datasetVersionId, suiteVersionId, connectionId, versionIds } = near;
    const [older, newer] = await startRuns(tenant.ctx, {
      datasetVersionId,
      suiteVersionId,
      target: { connectionId, model: "m" },
      promptVersionIds: versionIds,
    });
    expect([older?.meaningRules, newer?.meaningRules]).toEqual([meaningRules, meaningRules]);
    const [baselineRunId, candidateRunId] = [older?.id ?? "", newer?.id ?? ""];
    const begun = { status: "running" as const, meaningRules: meaningRules + 1 };
    await tenant.open.db.update(runs).set(begun).where(eq(runs.id, candidateRunId));
    await drainJobs();
    const { unlike, verdict } = await compareRuns(tenant.ctx, { baselineRunId, candidateRunId });
    expect(unlike).toEqual([`the rules for meaning (version ${meaningRules}, version ${meaningRules + 1})`]);
    expect(verdict.sentence).toMatch(/^Not like with like, the rules for meaning/);
    const rows = await tenant.open.db
      .select({ value: scores.value, reasoning: scores.reasoning, runId: scores.runId })
      .from(scores)
      .where(eq(scores.evaluatorKey, "near"));
    const refused = rows.filter(({ runId }) => runId === candidateRunId);
    expect(refused).toHaveLength(3);
    for (const { value, reasoning } of refused) {
      expect(value).toBeNull();
      expect(reasoning).toMatch(/^This run was begun with version/);
    }
    expect(rows.some(({ runId, value }) => runId === baselineRunId && value !== null)).toBe(true);
  });

  it("of a queued run are those of the program that begins it", async () => {
    const suite = exactSuite([{ key: "near", name: "Near", kind: "similarity", config: {} }]);
    const near = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 2,
      text: "meaning",
      suite,
    });
    const { datasetVersionId, suiteVersionId, connectionId, versionIds } = near;
    const { id } = await startRun(tenant.ctx, {
      datasetVersionId,
      suiteVersionId,
      target: { connectionId, model: "m" },
      promptVersionId: versionIds[0] ?? "",
    });
    await tenant.open.db
      .update(runs)
      .set({ meaningRules: meaningRules + 1 })
      .where(eq(runs.id, id));
    await drainJobs();
    const [row] = await tenant.open.db.select({ rules: runs.meaningRules }).from(runs).where(eq(runs.id, id));
    expect(row).toEqual({ rules: meaningRules });
  });
});

async function datasetOf(bench: Bench = made): Promise<string> {
  return (await getDatasetVersion(tenant.ctx, { datasetVersionId: bench.datasetVersionId })).datasetId;
}
