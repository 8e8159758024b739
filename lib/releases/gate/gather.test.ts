import { beforeAll, describe, expect, it } from "vitest";
import { decisions, queues, rejectReasons, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { updateGate } from "../environments/update-gate.ts";
import { approvePromotion } from "../promotions/decide.ts";
import { completePromotion } from "../promotions/complete.ts";
import { evaluateGate, getPromotion } from "../promotions/read.ts";
import { requestPromotion } from "../promotions/request.ts";
import { buildBenchmark, buildPromotion, buildPrompt, buildRun } from "#testing/releases";
import { previewGate } from "./preview.ts";

let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
});

const pattern = (count: number, wrongEvery: number) =>
  Array.from({ length: count }, (_, position) => position % wrongEvery !== 0);

/** Version 1 in production with a run of 60 cases, version 2 with a better run and `decided` of its changed cases judged. */
async function seedStory(decided: number) {
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  const benchmark = await buildBenchmark(tenant, 60);
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: { conditions: [{ kind: "approvals" }] },
  });
  const first = await requestPromotion(tenant.ctx, { promptId, versionId: v1, environment: "production" });
  await approvePromotion(await tenant.as("engineer"), { promotionId: first.id });
  await completePromotion(tenant.ctx, { promotionId: first.id });
  const baseline = await buildRun(tenant, benchmark, { promptId, versionId: v1, passes: pattern(60, 2) });
  await buildRun(tenant, benchmark, { promptId, versionId: v2, passes: pattern(60, 2), isSimulated: true });
  const candidate = await buildRun(tenant, benchmark, { promptId, versionId: v2, passes: pattern(60, 20) });
  const queueId = newId();
  await tenant.open.db
    .insert(queues)
    .values({ id: queueId, projectId: tenant.projectId, name: `queue ${queueId.slice(-4)}` });
  // Every second case was wrong before and is right now, all but each twentieth: 27 changed.
  const changed = candidate.caseIds.filter((_, position) => position % 2 === 0 && position % 20 !== 0);
  for (const [position, caseId] of changed.entries()) {
    const taskId = newId();
    const isDecided = position < decided;
    await tenant.open.db.insert(tasks).values({
      id: taskId,
      projectId: tenant.projectId,
      queueId,
      number: position + 1,
      title: "case",
      reason: "changed",
      promptId,
      promptVersionId: v2,
      runId: candidate.runId,
      caseId,
      inputs: {},
      output: "billing",
      scores: [],
      status: isDecided ? "decided" : "open",
    });
    if (isDecided)
      await tenant.open.db.insert(decisions).values({
        projectId: tenant.projectId,
        taskId,
        kind: "approve",
        reviewerName: position % 2 ? "Rita" : "Ravi",
        decisionMs: 900,
        createdAt: tenant.clock.now(),
      });
  }
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: {
      conditions: [
        { kind: "suite_passed", requires: "better" },
        { kind: "no_safety_failure" },
        { kind: "reviewed_share", share: 0.2 },
        { kind: "budget", costPer1000Usd: 2.5, latencyP95Ms: 2000 },
        { kind: "approvals" },
      ],
    },
  });
  return { promptId, v1, v2, baseline, candidate, queueId };
}

/** A reviewer rejects the first case of a run for safety. */
async function rejectForSafety({ runId, caseIds }: { runId: string; caseIds: string[] }): Promise<void> {
  const { projectId, clock, open } = tenant;
  const [queueId, taskId, key] = [newId(), newId(), `unsafe_${runId}`];
  await open.db.insert(queues).values({ id: queueId, projectId, name: `queue ${queueId.slice(-6)}` });
  await open.db.insert(rejectReasons).values({ projectId, key, name: key, position: 1, isSafety: true });
  await open.db.insert(tasks).values({
    id: taskId,
    projectId,
    queueId,
    number: 1,
    title: "case",
    reason: "sampled",
    runId,
    caseId: caseIds[0] ?? "",
    inputs: {},
    output: "x",
    scores: [],
    status: "decided",
  });
  await open.db.insert(decisions).values({
    projectId,
    taskId,
    kind: "reject",
    reasonKey: key,
    reviewerName: "Rita",
    decisionMs: 900,
    createdAt: clock.now(),
  });
}

describe("the evidence behind a gate", () => {
  it("are found in runs, their comparison and the decisions on changed cases, and are kept when the pointer moves", async () => {
    const story = await seedStory(8);
    const asked = await requestPromotion(tenant.ctx, {
      promptId: story.promptId,
      versionId: story.v2,
      environment: "production",
    });
    const gate = await evaluateGate(tenant.ctx, { promotionId: asked.id });
    expect(gate.conditions.map(({ status, sentence }) => `${status}: ${sentence}`)).toEqual([
      expect.stringMatching(
        /^met: accuracy \+45 points \(29\.6 to 58\.4\); 60 judged pairs, m on tickets-\w+@5 with triage-\w+@1; run \d+, against run \d+$/,
      ),
      expect.stringMatching(/^met: 0 of 60; at most 4\.9 % with 95 % confidence/),
      "met: 8 of 27 changed cases decided by 2 reviewers, 8 approved (100 %, 95 % interval 63.1 to 100)",
      expect.stringMatching(
        /^met: cost \$1\.00 per 1,000 .* under \$2\.50 per 1,000; p95 100 ms .* under 2 s/,
      ),
      expect.stringMatching(/^waiting: Asked for by engineer/),
    ]);
    expect(gate.conditions.map(({ link }) => link?.to)).toEqual([
      "comparison",
      "run",
      "queue",
      "run",
      undefined,
    ]);
    expect(gate.summary).toBe("needs 1 approval");
    await approvePromotion(await tenant.as("engineer", "Tom"), { promotionId: asked.id });
    await completePromotion(tenant.ctx, { promotionId: asked.id });
    const kept = await getPromotion(await tenant.as("viewer"), { promotionId: asked.id });
    expect(kept.gate).toMatchObject({ status: "met", met: 5, total: 5 });
    expect(kept.gate.conditions[0]?.sentence).toBe(gate.conditions[0]?.sentence);
  });

  it("are missing while too few cases are reviewed", async () => {
    const story = await seedStory(2);
    const preview = await previewGate(tenant.ctx, { versionId: story.v2, environment: "production" });
    expect(preview.conditions[2]).toMatchObject({
      status: "waiting",
      sentence: expect.stringContaining("2 of 27 changed cases decided"),
      whatToDo: "Decide 4 more in the queue.",
      link: { to: "queue", queueId: story.queueId },
    });
  });

  it("hold no simulated run, whoever names it", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const benchmark = await buildBenchmark(tenant, 4);
    const { runId } = await buildRun(tenant, benchmark, {
      promptId,
      versionId: v1,
      passes: [true, true, true, true],
      isSimulated: true,
    });
    const preview = await previewGate(tenant.ctx, {
      versionId: v1,
      environment: "production",
      candidateRunId: runId,
    });
    expect(preview.conditions[0]).toMatchObject({
      status: "unmet",
      sentence: expect.stringContaining("simulated"),
    });
  });

  it("are not looked for where a gate asks only for approvals", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const benchmark = await buildBenchmark(tenant, 1);
    await buildRun(tenant, benchmark, { promptId, versionId: v1, passes: [true] });
    const gate = { conditions: [{ kind: "approvals" as const }] };
    await updateGate(await tenant.as("admin"), { environment: "production", gate });
    const { runs } = await previewGate(tenant.ctx, { versionId: v1, environment: "production" });
    expect(runs).toEqual({ candidate: null, baseline: null });
  });

  it("are those of the environment that is asked about, whatever another one serves", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    const admin = await tenant.as("admin");
    await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "approvals" }] } });
    await buildPromotion(tenant, await tenant.as("engineer"), promptId, v1);
    await updateGate(admin, {
      environment: "staging",
      gate: { evidence: { leastCases: 10 }, conditions: [{ kind: "suite_passed", minimum: 0.5 }] },
    });
    const benchmark = await buildBenchmark(tenant, 60);
    await buildRun(tenant, benchmark, { promptId, versionId: v2, passes: pattern(60, 20) });
    const { id } = await requestPromotion(tenant.ctx, { promptId, versionId: v2, environment: "staging" });
    for (const gate of [
      await evaluateGate(tenant.ctx, { promotionId: id }),
      await previewGate(tenant.ctx, { versionId: v2, environment: "staging" }),
    ])
      expect(gate.conditions[0]?.sentence).toContain("first version in staging, nothing to compare with");
  });

  it("hold what a reviewer rejected for safety in an earlier try made alike, and not in one on another model", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    await updateGate(await tenant.as("admin"), {
      environment: "production",
      gate: { evidence: { leastCases: 10 }, conditions: [{ kind: "no_safety_failure" }] },
    });
    const benchmark = await buildBenchmark(tenant, 12);
    const run = (model: string) =>
      buildRun(tenant, benchmark, { promptId, versionId: v1, passes: pattern(12, 20), model });
    const [elsewhere, earlier] = [await run("another"), await run("m")];
    await run("m");
    const line = async () =>
      (await previewGate(tenant.ctx, { versionId: v1, environment: "production" })).conditions[0];
    await rejectForSafety(elsewhere);
    expect((await line())?.status).toBe("met");
    await rejectForSafety(earlier);
    expect(await line()).toMatchObject({
      status: "unmet",
      sentence: expect.stringMatching(/^1 of run \d+, an earlier try, rejected by a reviewer for safety$/),
    });
  });

  it("are not read across projects", async () => {
    const other = await createTenant();
    const { v1 } = await buildPrompt(tenant, ["one"]);
    await expect(previewGate(other.ctx, { versionId: v1, environment: "production" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      previewGate(other.asApiKey(["prompts:read"]), { versionId: v1, environment: "production" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
