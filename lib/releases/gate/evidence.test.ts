import { beforeAll, describe, expect, it } from "vitest";
import { datasetVersions } from "#db/schema/datasets";
import { compareRuns } from "#lib/evaluation";
import { newId } from "#platform/ids";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { completePromotion } from "../promotions/complete.ts";
import { getPromotion } from "../promotions/read.ts";
import type { GateInput } from "../schema.ts";
import { answers, type GateStage, gateStage, lenient, repeat } from "./evidence.testing.ts";
import { previewGate } from "./preview.ts";

let tenant: GateStage["tenant"];
let admin: GateStage["admin"];
let open: GateStage["open"];

beforeAll(async () => {
  ({ tenant, admin, open } = await gateStage());
});

type Case = [
  title: string,
  cases: number,
  change: { better?: number; worse?: number },
  asked: { condition: { requires?: "better"; margin?: number }; isMet: boolean },
];

describe("a gate reads what the comparison of the same two runs decides", () => {
  it.each<Case>([
    [
      "two cases, both improved, are not better",
      2,
      { better: 2 },
      { condition: { requires: "better" }, isMet: false },
    ],
    ["two identical cases are not 'not worse'", 2, {}, { condition: {}, isMet: false }],
    [
      "ten cases of which five improved are not better",
      10,
      { better: 5 },
      { condition: { requires: "better" }, isMet: false },
    ],
    [
      "ten cases of which six improved are better",
      10,
      { better: 6 },
      { condition: { requires: "better" }, isMet: true },
    ],
    [
      "four better and none worse of 72 are not better",
      72,
      { better: 4 },
      { condition: { requires: "better" }, isMet: false },
    ],
    [
      "one better and none worse of 77 is no proof of at most 3 %",
      77,
      { better: 1 },
      { condition: { margin: 0.03 }, isMet: false },
    ],
    [
      "148 identical cases are no proof of at most 2 %",
      148,
      {},
      { condition: { margin: 0.02 }, isMet: false },
    ],
    ["183 identical cases are", 183, {}, { condition: { margin: 0.02 }, isMet: true }],
  ])("%s", async (_, cases, change, { condition, isMet }) => {
    const story = await open(cases, {
      evidence: lenient,
      conditions: [{ kind: "suite_passed", thresholds: "ignored", ...condition }],
    });
    const { before, after } = answers(cases, change);
    const baseline = await story.run(story.v1, before);
    const candidate = await story.run(story.v2, after);
    const { id } = await story.request();
    const [judged] = (await getPromotion(tenant.ctx, { promotionId: id })).gate.conditions;
    expect(judged?.status, judged?.sentence).toBe(isMet ? "met" : "unmet");
    const comparison = await compareRuns(tenant.ctx, {
      baselineRunId: baseline.runId,
      candidateRunId: candidate.runId,
    });
    if (condition.requires === "better") expect(comparison.verdict.kind === "better").toBe(isMet);
    const completed = completePromotion(tenant.ctx, { promotionId: id });
    if (isMet) await expect(completed).resolves.toMatchObject({ status: "promoted" });
    else await expect(completed).rejects.toMatchObject({ code: "conflict" });
  });

  it("promotes nothing on two cases, whatever the gate of 0.1.0 asked", async () => {
    for (const condition of [{ kind: "suite_passed" }, { kind: "suite_passed", margin: 1 }] as const) {
      const story = await open(2, { conditions: [{ thresholds: "ignored", ...condition }] });
      await story.run(story.v1, [false, false]);
      await story.run(story.v2, [true, true]);
      const preview = await story.preview();
      expect(preview.conditions[0]?.status).toBe("unmet");
      expect(preview.conditions[0]?.sentence).toMatch(/2 judged pairs are too few/);
    }
    await expect(
      updateGate(admin, {
        environment: "production",
        gate: { evidence: { leastCases: 2 }, conditions: [{ kind: "suite_passed" }] },
      }),
    ).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("runs are evidence only where they differ in nothing but the version", () => {
  const asked: GateInput = { evidence: lenient, conditions: [{ kind: "suite_passed", margin: 0.9 }] };

  it("so a baseline on another model is none, and the line says which model was called", async () => {
    const story = await open(60, asked);
    const slow = await story.run(story.v1, repeat(60, true), { model: "mock-slow" });
    await story.run(story.v2, repeat(60, true), { model: "mock-fast" });
    const [judged] = (await story.preview()).conditions;
    expect(judged?.status).toBe("unmet");
    expect(judged?.sentence).toContain(
      `version 1, in use now, has no run like it: run ${slow.runNumber} called mock-slow, not mock-fast`,
    );
    expect(judged?.sentence).not.toMatch(/fall back|settings/);
    expect(judged?.link).toMatchObject({ to: "start_run", promptVersionId: story.v1 });
    await story.run(story.v1, repeat(60, true), { model: "mock-fast" });
    expect((await story.preview()).conditions[0]).toMatchObject({
      status: "met",
      sentence: expect.stringContaining("mock-fast on tickets-"),
    });
  });

  it.each([
    ["through another connection", { connectionId: newId() }, /called m through another connection/],
    ["with other settings", { settings: { temperature: 1 } }, /overrode other settings of the version/],
  ])("nor is one made %s", async (_, difference, says) => {
    const story = await open(60, asked);
    await story.run(story.v1, repeat(60, true), difference);
    await story.run(story.v2, repeat(60, true));
    const [judged] = (await story.preview()).conditions;
    expect(judged?.status).toBe("unmet");
    expect(judged?.sentence).toMatch(says);
  });

  it("nor one on another version of the dataset, or under another suite", async () => {
    const story = await open(60, asked);
    const elsewhere = await buildBenchmark(tenant, 60);
    const passes = repeat(60, true);
    for (const other of [
      { ...story.benchmark, datasetVersionId: elsewhere.datasetVersionId, exampleIds: elsewhere.exampleIds },
      { ...story.benchmark, suiteVersionId: elsewhere.suiteVersionId },
    ])
      await buildRun(tenant, other, { promptId: story.promptId, versionId: story.v1, passes });
    await story.run(story.v2, passes);
    const [judged] = (await story.preview()).conditions;
    expect(judged?.status).toBe("unmet");
    expect(judged?.sentence).toMatch(/has no run like it: run \d+ (was on|used) /);
  });
});

it("a run is not compared with itself", async () => {
  const story = await open(200);
  await story.run(story.v1, repeat(200, true));
  const preview = await previewGate(tenant.ctx, { versionId: story.v1, environment: "production" });
  expect(preview.conditions[0]).toMatchObject({
    status: "unmet",
    sentence: expect.stringContaining("version 1, in use now, is the very version to promote"),
  });
});

describe("a gate says which runs it wants", () => {
  it("by suite, dataset and model, each named where a run is of another", async () => {
    const story = await open(60);
    const other = await buildBenchmark(tenant, 1);
    const wanted = { connectionId: story.benchmark.connectionId, model: "gpt-4o" };
    await story.run(story.v1, repeat(60, true));
    await story.run(story.v2, repeat(60, true));
    const sentence = async (evidence: GateInput["evidence"]) => {
      await updateGate(admin, {
        environment: "production",
        gate: { evidence, conditions: [{ kind: "no_safety_failure" }] },
      });
      const [judged] = (await story.preview()).conditions;
      expect(judged?.status).toBe(evidence === undefined ? "met" : "unmet");
      return judged?.sentence;
    };
    await expect(sentence({ suiteId: other.suiteId })).resolves.toMatch(
      /used the suite triage-\w+, not triage-\w+\./,
    );
    await expect(sentence({ datasetId: other.datasetId })).resolves.toMatch(
      /was on tickets-\w+, not tickets-\w+\./,
    );
    await expect(sentence({ target: wanted })).resolves.toMatch(/called m, not gpt-4o\./);
    await expect(sentence(undefined)).resolves.toMatch(/0 of 60/);
  });

  it("by the version of the dataset: the newest when the run began, the newest now, or any", async () => {
    const story = await open(60);
    await story.run(story.v2, repeat(60, true));
    const status = async (datasetVersion: "newest_at_start" | "newest" | "any") => {
      await updateGate(admin, {
        environment: "production",
        gate: { evidence: { datasetVersion }, conditions: [{ kind: "no_safety_failure" }] },
      });
      return (await story.preview()).conditions[0];
    };
    tenant.clock.advance(1_000);
    await tenant.open.db.insert(datasetVersions).values({
      id: newId(),
      projectId: tenant.projectId,
      datasetId: story.benchmark.datasetId,
      number: 6,
      contentHash: "h6",
      message: "",
      exampleCount: 61,
      createdByName: "test",
      createdAt: tenant.clock.now(),
    });
    expect(await status("any")).toMatchObject({ status: "met" });
    expect(await status("newest_at_start")).toMatchObject({ status: "met" });
    expect(await status("newest")).toMatchObject({
      status: "unmet",
      sentence: expect.stringMatching(/was on tickets-\w+@5, and tickets-\w+@6 is the newest\./),
    });
    tenant.clock.advance(1_000);
    await story.run(story.v2, repeat(60, true));
    expect(await status("newest_at_start")).toMatchObject({ status: "unmet" });
  });

  it("reads a gate stored by 0.1.0 no looser: its suite is kept, and what it never said is asked strictly", async () => {
    const suiteId = newId();
    const { gate } = await updateGate(admin, {
      environment: "production",
      // As 0.1.0 wrote it, and as an old client still sends it.
      gate: { conditions: [{ kind: "suite_passed", suiteId, thresholds: "measured" } as never] },
    });
    expect(gate.evidence).toMatchObject({ suiteId, leastCases: 50, failedShare: 0.02, unjudgedShare: 0.02 });
    expect(gate.conditions).toEqual([
      { kind: "suite_passed", requires: "not_worse", margin: 0.02, minimum: null, thresholds: "measured" },
    ]);
  });

  it("and before anybody runs anything, how many cases it needs and how many there are", async () => {
    const story = await open(72);
    await story.run(story.v1, repeat(72, true));
    const [judged] = (await story.preview()).conditions;
    expect(judged?.sentence).toMatch(
      /^Version 2 has no run yet\. To show that at most 2 % is lost takes 183 cases when none changes, more when some get worse, fewer when some get better; tickets-\w+@5 has 72\.$/,
    );
    expect(judged?.evidence["needs"]).toMatchObject({ cases: 183, has: 72 });
  });
});

it("keeps with a promotion everything its decision rested on", async () => {
  const story = await open(200, { conditions: [{ kind: "suite_passed", thresholds: "ignored" }] });
  const { before, after } = answers(200, { better: 12 });
  const baseline = await story.run(story.v1, before);
  const candidate = await story.run(story.v2, after);
  const { id } = await story.request();
  const done = await completePromotion(tenant.ctx, { promotionId: id });
  expect(done).toMatchObject({ candidateRunId: candidate.runId, baselineRunId: baseline.runId });
  const { benchmark } = story;
  const shared = {
    datasetVersionId: benchmark.datasetVersionId,
    suiteVersionId: benchmark.suiteVersionId,
    connectionId: benchmark.connectionId,
    model: "m",
    cases: 200,
    failed: 0,
    unjudged: 0,
    tries: 1,
  };
  expect(done.evidence).toMatchObject({
    gate: { evidence: { leastCases: 50 } },
    runs: {
      candidate: { runId: candidate.runId, versionId: story.v2, ...shared },
      baseline: { runId: baseline.runId, versionId: story.v1, ...shared },
    },
    conditions: [
      {
        evidence: {
          metric: { key: "accuracy", outcome: "better", change: 0.06, pairs: 200, better: 12, worse: 0 },
        },
      },
    ],
  });
});

it("a first version passes only where something says what is good enough", async () => {
  const { promptId, v1: versionId } = await buildPrompt(tenant, ["one"]);
  const benchmark = await buildBenchmark(tenant, 200);
  await buildRun(tenant, benchmark, { promptId, versionId, passes: repeat(200, false) });
  const lineUnder = async (minimum: number | null) => {
    const condition = { kind: "suite_passed", thresholds: "ignored", minimum } as const;
    await updateGate(admin, { environment: "production", gate: { conditions: [condition] } });
    return (await previewGate(tenant.ctx, { versionId, environment: "production" })).conditions[0];
  };
  const open = await lineUnder(null);
  expect(open).toMatchObject({ status: "unmet", whatToDo: expect.stringContaining("least value") });
  expect(await lineUnder(0.5)).toMatchObject({ status: "unmet" });
  // Run again until it is right, it is right in half of what was tried.
  await buildRun(tenant, benchmark, { promptId, versionId, passes: repeat(200, true) });
  expect(await lineUnder(0.5)).toMatchObject({ status: "unmet" });
  const other = await buildPrompt(tenant, ["one"]);
  await buildRun(tenant, benchmark, {
    promptId: other.promptId,
    versionId: other.v1,
    passes: repeat(200, true),
  });
  const preview = await previewGate(tenant.ctx, { versionId: other.v1, environment: "production" });
  expect(preview.conditions[0]).toMatchObject({ status: "met" });
});
