import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { examples } from "#db/schema/datasets";
import { kpis, kpiValues } from "#db/schema/feedback";
import { promotions } from "#db/schema/releases";
import { decisions, queues, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { saveVersion } from "#lib/prompts";
import { newId } from "#platform/ids";
import { updateGate, approvePromotion, completePromotion, requestPromotion } from "#lib/releases";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { promotionChain } from "./read.ts";
import { type ChainStepKind, chainStepKinds } from "./schema.ts";

let tenant: Tenant;
let other: Tenant;
let story: Awaited<ReturnType<typeof seedStory>>;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  story = await seedStory();
});

/** Version 1 fails, a reviewer corrects it, the correction becomes an example, version 2 is made of it, runs, is promoted and moves a KPI. */
async function seedStory() {
  const { open, projectId, clock, ctx } = tenant;
  const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
  const benchmark = await buildBenchmark(tenant, 10);
  const failing = await buildRun(tenant, benchmark, {
    promptId,
    versionId: v1,
    passes: [...Array(7).fill(true), false, false, false],
  });
  const [queueId, taskId, decisionId, exampleId] = [newId(), newId(), newId(), benchmark.exampleIds[8] ?? ""];
  await open.db.insert(queues).values({ id: queueId, projectId, name: "Triage" });
  await open.db.insert(tasks).values({
    id: taskId,
    projectId,
    queueId,
    number: 1,
    title: "fee on a delivery",
    reason: "failed",
    promptId,
    promptVersionId: v1,
    runId: failing.runId,
    inputs: {},
    output: "delivery",
    scores: [],
    status: "decided",
  });
  await open.db.insert(decisions).values({
    id: decisionId,
    projectId,
    taskId,
    kind: "edit",
    reviewerName: "Rita",
    correction: "billing",
    comment: "fee on a delivery is billing",
    decisionMs: 900,
    createdAt: clock.now(),
  });
  const corrected = newId();
  await open.db.insert(examples).values({
    id: corrected,
    projectId,
    datasetId: benchmark.datasetId,
    contentHash: corrected,
    inputs: { text: "fee" },
    reference: "billing",
    metadata: {},
    provenance: { kind: "correction", decisionId },
  });
  clock.advance(60_000);
  const saved = await saveVersion(ctx, {
    promptId,
    content: { kind: "text", text: "two", variables: [], settings: {} },
    message: "intent before topic",
    provenance: {
      kind: "correction",
      decisionIds: [decisionId],
      exampleIds: [corrected],
      runId: failing.runId,
    },
  });
  const run = await buildRun(tenant, benchmark, {
    promptId,
    versionId: saved.version.id,
    passes: Array(10).fill(true),
  });
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: { conditions: [{ kind: "approvals" }] },
  });
  const promote = async (versionId: string, candidateRunId: string) => {
    const { id } = await requestPromotion(ctx, {
      promptId,
      versionId,
      environment: "production",
      candidateRunId,
    });
    await approvePromotion(await tenant.as("engineer"), { promotionId: id });
    return completePromotion(ctx, { promotionId: id });
  };
  await promote(v1, failing.runId);
  clock.advance(60_000);
  const promotion = await promote(saved.version.id, run.runId);
  const kpiId = newId();
  await open.db
    .insert(kpis)
    .values({ id: kpiId, projectId, key: "solved_first_time", name: "solved first time", unit: "percent" });
  await open.db.insert(kpiValues).values([
    { projectId, kpiId, at: clock.now(), sum: 69, weight: 100, promptId, promptVersionId: v1 },
    { projectId, kpiId, at: clock.now(), sum: 72, weight: 100, promptId, promptVersionId: saved.version.id },
  ]);
  return {
    promptId,
    v1,
    v2: saved.version.id,
    decisionId,
    exampleId: corrected,
    plainExampleId: exampleId,
    runId: run.runId,
    promotionId: promotion.id,
    failingNumber: failing.runNumber,
    failingRunId: failing.runId,
  };
}

const steps = async (input: Parameters<typeof promotionChain>[1]) =>
  (await promotionChain(tenant.ctx, input)).steps;

describe("the chain", () => {
  it("leads from the correction to the KPI", async () => {
    const chain = await steps({ promotionId: story.promotionId });
    expect(chain.map(({ kind }) => kind)).toEqual(chainStepKinds);
    expect(chain.map(({ title }) => title)).toEqual([
      '"fee on a delivery is billing"',
      expect.stringMatching(/^tickets-/),
      `in run ${story.failingNumber}`,
      '"intent before topic"',
      expect.stringMatching(/^accuracy \d+ % \([\d.]+ to [\d.]+ %\)$/),
      "promoted",
      "solved first time",
    ]);
    expect(chain.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("Rita, Nov 23"),
      "",
      "3 cases failed",
      "from 1 correction",
      "10 cases",
      expect.stringContaining("to production"),
      "72 %, n 100; 69 % before, n 100; too few values for an interval",
    ]);
    expect(chain.every(({ isKnown }) => isKnown)).toBe(true);
  });

  it("is the same from each of its elements, with the present place marked", async () => {
    const from: [ChainStepKind, Parameters<typeof promotionChain>[1]][] = [
      ["correction", { decisionId: story.decisionId }],
      ["example", { exampleId: story.exampleId }],
      ["version", { versionId: story.v2 }],
      ["run", { runId: story.runId }],
      ["promotion", { promotionId: story.promotionId }],
    ];
    const unmarked = (chain: Awaited<ReturnType<typeof steps>>) =>
      chain.map(({ isHere: _here, ...step }) => step);
    const whole = unmarked(await steps({ promotionId: story.promotionId }));
    for (const [here, input] of from) {
      const chain = await steps(input);
      expect(unmarked(chain)).toEqual(whole);
      expect(chain.filter(({ isHere }) => isHere).map(({ kind }) => kind)).toEqual([here]);
    }
  });

  it("says what is missing instead of making it up", async () => {
    const byHand = await steps({ versionId: story.v1 });
    expect(byHand.filter(({ isKnown }) => !isKnown).map(({ kind, title }) => [kind, title])).toEqual([
      ["correction", "not from a correction"],
      ["example", "none made of it"],
      ["failures", "not made from a failing run"],
    ]);
    const loose = await steps({ exampleId: story.plainExampleId });
    expect(loose.filter(({ isKnown }) => !isKnown).map(({ kind, title }) => [kind, title])).toEqual([
      ["correction", "none recorded"],
      ["version", "no version was made from it"],
      ["promotion", "no version to promote"],
      ["kpi", "no version to measure"],
    ]);
  });

  it("names the runs an example was a case of, and those in which it failed", async () => {
    const loose = await steps({ exampleId: story.plainExampleId });
    expect(loose.find(({ kind }) => kind === "run")).toMatchObject({
      title: `${story.failingNumber + 1}, ${story.failingNumber}`,
      detail: "it was a case of",
      runId: story.runId,
    });
    expect(loose.find(({ kind }) => kind === "failures")).toMatchObject({
      title: "failed in 1 of 2 runs",
      detail: `last in run ${story.failingNumber}`,
      runId: story.failingRunId,
    });
  });

  it("counts the failed cases of a run that no version was made from", async () => {
    const run = await steps({ runId: story.failingRunId });
    expect(run.find(({ kind }) => kind === "run")?.detail).toBe("10 cases, 3 failed");
  });

  it("gives the KPI's change an interval where twenty values or more give one, and opens that KPI", async () => {
    const { open, projectId, clock } = tenant;
    const kpiId = newId();
    await open.db
      .insert(kpis)
      .values({ id: kpiId, projectId, key: "handling", name: "Handling time", unit: "seconds" });
    const day = (sum: number, promptVersionId: string) => ({
      projectId,
      kpiId,
      at: clock.now(),
      sum,
      weight: 1_000,
      promptId: story.promptId,
      promptVersionId,
    });
    const days = Array.from({ length: 4 }, () => [0, 1_000, -1_000, 500, -500]).flat();
    await open.db
      .insert(kpiValues)
      .values([
        ...days.map((off) => day(413_000 + off, story.v1)),
        ...days.map((off) => day(398_000 + off, story.v2)),
      ]);
    const kpi = (await steps({ versionId: story.v2 })).find(({ kind }) => kind === "kpi");
    expect(kpi).toMatchObject({ kpiKey: "handling", promptId: story.promptId });
    expect(kpi?.detail).toMatch(
      /^6 min 38 s, n 20,000: −15 s \(−1\d\.\d s to −1\d\.\d s\); 6 min 53 s before, n 20,000$/,
    );
  });

  it("compares no version with itself where a promotion changed only the model", async () => {
    const { db } = tenant.open;
    const [row] = await db.select().from(promotions).where(eq(promotions.id, story.promotionId));
    const toVersion = (fromVersionId: string | null) =>
      db.update(promotions).set({ fromVersionId }).where(eq(promotions.id, story.promotionId));
    await toVersion(story.v2);
    const kpi = (await steps({ promotionId: story.promotionId })).find(({ kind }) => kind === "kpi");
    await toVersion(row?.fromVersionId ?? null);
    expect(kpi?.detail).toBe("6 min 38 s, n 20,000");
  });

  it("withholds what a reviewer wrote from those who see masked text", async () => {
    const { steps: seen } = await promotionChain(await tenant.as("viewer"), { versionId: story.v2 });
    expect(seen[0]?.title).toBe('"masked for your role"');
  });

  it("is not read from another project, nor without permission", async () => {
    for (const input of [
      { decisionId: story.decisionId },
      { exampleId: story.exampleId },
      { versionId: story.v2 },
      { runId: story.runId },
      { promotionId: story.promotionId },
    ]) {
      await expect(promotionChain(other.ctx, input)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(
      promotionChain(tenant.asApiKey(["prompts:read"]), { versionId: story.v2 }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(promotionChain(tenant.ctx, { versionId: "nonsense" })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});
