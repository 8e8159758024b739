import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction, rowsOf } from "#db";
import { compareRuns, measureRun } from "#lib/evaluation";
import { recordGenerations, usageSummary } from "#lib/observability";
import { setLabel } from "#lib/prompts";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { previewGate } from "./preview.ts";

/** Every figure of a run and of the gate that rests on it, beside plain SQL over the rows. */
let tenant: Tenant;
let story: Awaited<ReturnType<typeof seed>>;
beforeAll(async () => {
  tenant = await createTenant();
  story = await seed();
});

const count = 240;
const answers = (every: number) =>
  Array.from({ length: count }, (_, at) =>
    at % 80 === 79 ? null : at % 120 === 7 ? ("unjudged" as const) : at % every !== 0,
  );

async function seed() {
  const { promptId, path, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v1 }));
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: {
      conditions: [
        { kind: "suite_passed" },
        { kind: "no_safety_failure" },
        { kind: "budget", costPer1000Usd: 5, latencyP95Ms: 2_000, errorRate: 0.05 },
      ],
    },
  });
  const benchmark = await buildBenchmark(tenant, count);
  const figures = {
    latencyMs: (at: number) => 100 + ((at * 37) % 1_900),
    costUsd: (at: number) => 0.001 + (at % 7) / 10_000,
    failedCostUsd: 0.02,
  };
  const of = { promptId, ...figures };
  const baseline = await buildRun(tenant, benchmark, { ...of, versionId: v1, passes: answers(9) });
  const candidate = await buildRun(tenant, benchmark, {
    ...of,
    versionId: v2,
    passes: answers(11),
    unsafe: [3, 50],
  });
  return { promptId, path, v1, v2, baseline, candidate };
}

async function row<Row extends object>(query: ReturnType<typeof sql>): Promise<Row> {
  const [only] = rowsOf<Row>(await tenant.open.db.execute(query));
  if (!only) throw new Error("one row was asked for");
  return only;
}

type Calls = {
  asked: number;
  answered: number;
  failed: number;
  cost: number;
  mean: number;
  p50: number;
  p95: number;
};
const callsOf = (runId: string) =>
  row<Calls>(sql`select count(*)::int as asked,
      count(*) filter (where status = 'succeeded')::int as answered,
      count(*) filter (where status = 'failed')::int as failed,
      sum(cost_usd) as cost, 1000 * avg(cost_usd) as mean,
      percentile_cont(0.5) within group (order by latency_ms) filter (where status = 'succeeded') as p50,
      percentile_cont(0.95) within group (order by latency_ms) filter (where status = 'succeeded') as p95
    from cases where run_id = ${runId}`);
const scoresOf = (runId: string, key: string) =>
  row<{ judged: number; unjudged: number; failed: number; mean: number }>(sql`select
      count(value)::int as judged, (count(*) - count(value))::int as unjudged,
      count(*) filter (where is_passed = false)::int as failed, avg(value) as mean
    from scores where run_id = ${runId} and evaluator_key = ${key}`);

describe("the figures of a run", () => {
  it("are those of its rows", async () => {
    const { runId } = story.candidate;
    const [calls, accuracy, safety] = [
      await callsOf(runId),
      await scoresOf(runId, "accuracy"),
      await scoresOf(runId, "no_insult"),
    ];
    expect(calls).toMatchObject({ asked: count, failed: 3, answered: count - 3 });
    const { summary, effort } = await measureRun(tenant.ctx, { runId });
    expect(summary).toMatchObject({ succeeded: calls.answered, failed: calls.failed });
    expect(summary.costUsd).toBeCloseTo(calls.cost, 9);
    expect(summary.costPer1000Usd).toBeCloseTo(calls.mean, 9);
    expect(summary.latencyP50Ms).toBeCloseTo(calls.p50, 9);
    expect(summary.latencyP95Ms).toBeCloseTo(calls.p95, 9);
    expect(effort.costPer1000Usd).toMatchObject({ value: expect.closeTo(calls.mean, 9), n: count });
    expect(effort.latencyP95Ms?.value).toBeCloseTo(calls.p95, 9);
    expect(effort.errorRate?.value).toBeCloseTo(calls.failed / calls.asked, 12);
    for (const [key, raw] of [
      ["accuracy", accuracy],
      ["no_insult", safety],
    ] as const) {
      const found = summary.evaluators.find((evaluator) => evaluator.key === key);
      expect(found).toMatchObject({ judged: raw.judged, unjudged: raw.unjudged, failed: raw.failed });
      expect(found?.value).toBeCloseTo(raw.mean, 12);
    }
  });

  it("agree with traffic about the same calls: what was billed counts, whether it answered or not", async () => {
    const { promptId, path, v2, candidate } = story;
    const cases = rowsOf<{ status: "succeeded" | "failed"; latency: number | null; cost: number | null }>(
      await tenant.open.db.execute(
        sql`select status, latency_ms as latency, cost_usd as cost from cases where run_id = ${candidate.runId}`,
      ),
    );
    await recordGenerations(
      tenant.ctx,
      cases.map(({ status, latency, cost }) => ({
        id: newId(),
        traceId: newId(),
        startedAt: tenant.clock.now(),
        source: "run" as const,
        runId: candidate.runId,
        status,
        promptId,
        promptPath: path,
        promptVersionId: v2,
        promptVersionNumber: 2,
        provider: "p",
        model: "m",
        input: [],
        output: "x",
        latencyMs: latency ?? 5,
        costUsd: cost,
      })),
    );
    const now = tenant.clock.now().getTime();
    const span = { from: new Date(now - 86_400_000), to: new Date(now + 86_400_000) };
    const usage = await usageSummary(tenant.ctx, { ...span, promptVersionId: v2, source: "run" });
    const { summary } = await measureRun(tenant.ctx, { runId: candidate.runId });
    expect(usage).toMatchObject({ count, failed: summary.failed });
    expect(usage.costUsd).toBeCloseTo(summary.costUsd ?? 0, 9);
    expect((1000 * usage.costUsd) / usage.priced).toBeCloseTo(summary.costPer1000Usd ?? 0, 9);
    expect(usage.latencyP95Ms).toBeCloseTo(summary.latencyP95Ms ?? 0, 9);
  });
});

it("a comparison counts the pairs that the rows of both runs give", async () => {
  const { baseline, candidate } = story;
  const raw = await row<{ pairs: number; better: number; worse: number; change: number }>(sql`
    select count(*)::int as pairs,
      count(*) filter (where c.value > b.value)::int as better,
      count(*) filter (where c.value < b.value)::int as worse,
      avg(c.value - b.value) as change
    from scores c join cases cc on cc.id = c.case_id
      join cases bc on bc.example_id = cc.example_id and bc.run_id = ${baseline.runId}
      join scores b on b.case_id = bc.id and b.evaluator_key = c.evaluator_key
    where c.run_id = ${candidate.runId} and c.evaluator_key = 'accuracy'
      and c.value is not null and b.value is not null`);
  const { metrics } = await compareRuns(tenant.ctx, {
    baselineRunId: baseline.runId,
    candidateRunId: candidate.runId,
  });
  const primary = metrics.find(({ isPrimary }) => isPrimary);
  expect(primary).toMatchObject({ pairs: raw.pairs, better: raw.better, worse: raw.worse });
  expect(primary?.change).toBeCloseTo(raw.change, 12);
});

it("a gate rests on the same figures", async () => {
  const { v2, candidate } = story;
  const gate = await previewGate(tenant.ctx, { versionId: v2, environment: "production" });
  const [, safety, budget] = gate.conditions;
  const [calls, insults] = [await callsOf(candidate.runId), await scoresOf(candidate.runId, "no_insult")];
  expect(safety?.evidence).toMatchObject({
    judged: insults.judged,
    failed: insults.failed,
    failedCalls: calls.failed,
  });
  expect(budget?.evidence).toMatchObject({
    calls: calls.asked,
    failedCalls: calls.failed,
    limits: [
      { key: "costPer1000Usd", value: expect.closeTo(calls.mean, 9), calls: calls.asked },
      { key: "latencyP95Ms", value: expect.closeTo(calls.p95, 9) },
      { key: "errorRate", value: expect.closeTo(calls.failed / calls.asked, 12) },
    ],
  });
});
