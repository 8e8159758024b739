import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { boundedMeanInterval, decidePairs } from "#statistics";
import { drainJobs } from "#lib/jobs";
import { seededRandom } from "#platform/random";
import { createTenant, type Tenant } from "#testing";
import { compareRuns } from "../comparisons/compare.ts";
import { exampleOf, type LightSample } from "../comparisons/load.ts";
import { compareQuality } from "../comparisons/quality.ts";
import { Evaluator } from "../evaluators/schema.ts";
import { listCases } from "./cases.ts";
import { buildBench } from "./fixture.testing.ts";
import "./job.ts";
import { type Loopback, openLoopback } from "./loopback.testing.ts";
import { measureEvaluator } from "./measures.ts";
import { getRun } from "./read.ts";
import { repeatsOf } from "./repeats.ts";
import { startRun } from "./start.ts";

const accuracy = Evaluator.parse({ key: "accuracy", name: "Accuracy", kind: "exact", config: {} });
const samples = 10;
const repetitions = 400;
const slack = 3 * Math.sqrt((0.05 * 0.95) / repetitions);

/** Answers to examples of which some are nearly always right and some nearly never, as models' answers are. */
function drawRun(random: () => number, examples: number): (0 | 1)[][] {
  return Array.from({ length: examples }, () => {
    const chance = random() < 0.6 ? 0.97 : 0.03;
    return Array.from({ length: samples }, () => (random() < chance ? 1 : 0));
  });
}
const truth = 0.6 * 0.97 + 0.4 * 0.03;

describe("several answers to one example are not several examples", () => {
  it("the interval of a run holds the truth in 95 % of samples, which it would not if answers were counted", () => {
    const random = seededRandom(1);
    const covered = { byExample: 0, byAnswer: 0 };
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const run = drawRun(random, 40);
      const seen = run.flatMap((answers, place) =>
        answers.map((value, at) => ({
          exampleId: `e${place}`,
          sample: at + 1,
          isAnswered: true,
          value,
          isPassed: value === 1,
        })),
      );
      const { low, high } = measureEvaluator(accuracy, seen, { mostUsd: null, unasked: 0 });
      if (low !== null && high !== null && low <= truth && truth <= high) covered.byExample += 1;
      const counted = boundedMeanInterval(run.flat());
      if (counted.low <= truth && truth <= counted.high) covered.byAnswer += 1;
    }
    expect(covered.byExample / repetitions).toBeGreaterThanOrEqual(0.95 - slack);
    expect(covered.byAnswer / repetitions).toBeLessThan(0.7);
  });

  it("two runs of the same quality are told apart in at most 5 % of samples, which they would not be if answers were counted", () => {
    const random = seededRandom(2);
    const claimed = { byExample: 0, byAnswer: 0 };
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const [left, right] = [drawRun(random, 40), drawRun(random, 40)];
      const pairs = left.map((answers, place) => ({
        baseline: sideOf(answers),
        candidate: sideOf(right[place] ?? []),
      }));
      const { decision } = compareQuality(pairs, accuracy, true);
      if (decision?.state === "better" || decision?.state === "worse") claimed.byExample += 1;
      const after = right.flat();
      const { state } = decidePairs({
        differences: left.flat().map((value, place) => (after[place] ?? 0) - value),
      });
      if (state === "better" || state === "worse") claimed.byAnswer += 1;
    }
    expect(claimed.byExample / repetitions).toBeLessThanOrEqual(0.05 + slack);
    expect(claimed.byAnswer / repetitions).toBeGreaterThan(0.2);
  });
});

function sampleOf(value: 0 | 1 | null, isAnswered = true): LightSample {
  return {
    caseId: "c",
    exampleId: "e",
    contentHash: "h",
    position: 1,
    status: isAnswered ? "succeeded" : "failed",
    isPassed: value === null ? null : value === 1,
    outputHash: "",
    isAnswered,
    scores: new Map([["accuracy", value]]),
    latencyMs: null,
    costUsd: null,
    carbonGrams: null,
  };
}
const sideOf = (answers: readonly (0 | 1)[]) => exampleOf(answers.map((value) => sampleOf(value)));

test("an example is shown not worse only if what failed or was not judged had been wrong", () => {
  const perfect = sideOf([1, 1, 1, 1]);
  const holed = (hole: LightSample) => exampleOf([sampleOf(1), sampleOf(1), sampleOf(1), hole]);
  const gateOf = (candidate: typeof perfect) =>
    compareQuality(
      Array.from({ length: 200 }, () => ({ baseline: perfect, candidate })),
      accuracy,
      true,
    );
  expect(gateOf(perfect).gate?.state).toBe("met");
  for (const hole of [sampleOf(null), sampleOf(null, false)]) {
    const compared = gateOf(holed(hole));
    // What was judged is as good; what was not may be a quarter of every example.
    expect(compared.change).toBe(0);
    expect(compared.gate?.state).toBe("unsure");
  }
  expect(gateOf(holed(sampleOf(null))).unjudgedAnswers).toBe(200);
});

test("pass@k leaves out what nobody could judge, and counts a failed call as wrong", () => {
  const answers = (exampleId: string, given: readonly (boolean | null | "failed")[]) =>
    given.map((isPassed, place) => ({
      exampleId,
      sample: place + 1,
      status: isPassed === "failed" ? "failed" : "succeeded",
      isPassed: isPassed === "failed" ? false : isPassed,
    }));
  const { repeats } = repeatsOf([
    ...answers("a", [true, true, true]),
    ...answers("b", [true, "failed", false]),
    ...answers("c", [null, false, false]),
    ...answers("d", [null, null, null]),
  ]);
  expect(repeats).toMatchObject({ samples: 3, examples: 3, always: 1, never: 1, flaky: 1 });
  const at = (list: readonly { k: number; value: number; examples: number }[] = []) =>
    list.map(({ k, value, examples }) => [k, Number(value.toFixed(6)), examples]);
  expect(at(repeats?.passAtK)).toEqual([
    [1, 0.444444, 3],
    [2, 0.555556, 3],
    [3, 1, 2],
  ]);
  expect(at(repeats?.passAllK)).toEqual([
    [1, 0.444444, 3],
    [2, 0.333333, 3],
    [3, 0.5, 2],
  ]);
  expect(repeatsOf(answers("a", [true]))).toEqual({});
});

describe("a run with several samples", () => {
  let tenant: Tenant;
  let server: Loopback;
  const asked = new Map<string, number>();
  beforeAll(async () => {
    process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
    tenant = await createTenant();
    server = await openLoopback((message) => {
      const count = (asked.get(message) ?? 0) + 1;
      asked.set(message, count);
      const isSteady = !message.includes("case 3");
      return { text: message.includes("case 2") || (!isSteady && count % 2 === 0) ? "no" : "yes" };
    });
  });
  afterAll(() => server.close());

  it("asks each example so often, and says how steady the answers are", async () => {
    const bench = await buildBench(tenant.ctx, await tenant.as("admin"), {
      baseUrl: server.url,
      examples: 12,
    });
    const start = async (version: 0 | 1, count: number) => {
      const run = await startRun(tenant.ctx, {
        promptVersionId: bench.versionIds[version],
        datasetVersionId: bench.datasetVersionId,
        suiteVersionId: bench.suiteVersionId,
        target: { connectionId: bench.connectionId, model: "m" },
        samples: count,
      });
      await drainJobs();
      return getRun(tenant.ctx, { runId: run.id });
    };
    const run = await start(0, 4);
    expect(server.requests).toHaveLength(48);
    expect(run).toMatchObject({ status: "succeeded", samples: 4, totalCases: 48, doneCases: 48 });
    expect(run.summary?.repeats).toMatchObject({ samples: 4, examples: 12, always: 10, never: 1, flaky: 1 });
    const [first] = run.summary?.evaluators ?? [];
    expect(first).toMatchObject({ judged: 48, examples: 12, value: 10.5 / 12 });
    // As wide as twelve examples ask: a run of 48 would be sure of much more.
    expect((first?.high ?? 0) - (first?.low ?? 0)).toBeGreaterThan(0.3);
    expect(run.summary?.verdict.sentence).toContain("12 examples, 48 judged answers");
    const flaky = await listCases(tenant.ctx, { runId: run.id, which: "flaky" });
    expect(flaky.items.map(({ sample, position }) => [position, sample])).toEqual([
      [9, 1],
      [10, 2],
      [11, 3],
      [12, 4],
    ]);
    // Which of its four calls came first is nobody's to say.
    expect(flaky.items.filter(({ isPassed }) => isPassed)).toHaveLength(2);
    const once = await start(1, 1);
    const comparison = await compareRuns(tenant.ctx, { baselineRunId: once.id, candidateRunId: run.id });
    expect(comparison).toMatchObject({ pairs: 12, answeredPairs: 12 });
    expect(comparison.metrics[0]).toMatchObject({ pairs: 12, candidate: 10.5 / 12 });
    expect(comparison.warnings.join(" ")).toContain("asked 1 time an example");
    await expect(start(0, 101)).rejects.toMatchObject({ name: "ZodError" });
  });
});
