import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { inTransaction } from "#db";
import { datasetVersions } from "#db/schema/datasets";
import { compareRuns, setBenchmark } from "#lib/evaluation";
import { createConnection } from "#lib/models";
import { setLabel } from "#lib/prompts";
import { newId } from "#platform/ids";
import { updateGate } from "../environments/update-gate.ts";
import { completePromotion } from "../promotions/complete.ts";
import { getPromotion } from "../promotions/read.ts";
import { requestPromotion } from "../promotions/request.ts";
import type { ModelTarget } from "#schema/models";
import type { GateInput } from "../schema.ts";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { previewGate } from "./preview.ts";

type Passes = (boolean | null | "unjudged")[];
const repeat = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
/** Both runs' answers of so many cases, of which some are better, some worse and some were right in both. */
function answers(cases: number, { better = 0, worse = 0 }): { before: Passes; after: Passes } {
  const same = repeat(cases - better - worse, true);
  return {
    before: [...repeat(better, false), ...repeat(worse, true), ...same],
    after: [...repeat(better, true), ...repeat(worse, false), ...same],
  };
}

let tenant: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
});

/** Version 1 is served, version 2 is to follow; both may be run on the benchmark. */
async function open(cases: number, gate: GateInput = { conditions: [{ kind: "suite_passed" }] }) {
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v1 }));
  await updateGate(admin, { environment: "production", gate });
  const benchmark = await buildBenchmark(tenant, cases);
  const run = (versionId: string, passes: Passes, more: Partial<Parameters<typeof buildRun>[2]> = {}) =>
    buildRun(tenant, benchmark, { promptId, versionId, passes, ...more });
  return {
    promptId,
    v1,
    v2,
    benchmark,
    run,
    preview: async (candidateRunId?: string) =>
      previewGate(tenant.ctx, {
        versionId: v2,
        environment: "production",
        ...(candidateRunId ? { candidateRunId } : {}),
      }),
    request: (named: { candidateRunId?: string; baselineRunId?: string } = {}) =>
      requestPromotion(tenant.ctx, { promptId, versionId: v2, environment: "production", ...named }),
  };
}

const lenient = { leastCases: 10 } as const;

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

describe("which run counts is not for the one who asks to choose", () => {
  const asked: GateInput = {
    evidence: lenient,
    conditions: [{ kind: "suite_passed", requires: "better", thresholds: "ignored" }],
  };
  const { before, after } = answers(60, { better: 20 });

  it("the newest of the candidate's runs counts, and the number of tries is said and kept", async () => {
    const story = await open(60, asked);
    await story.run(story.v1, before);
    const lucky = await story.run(story.v2, after);
    const again = await story.run(story.v2, before);
    for (const { gate } of [
      { gate: await story.preview(lucky.runId) },
      await getPromotion(tenant.ctx, {
        promotionId: (await story.request({ candidateRunId: lucky.runId })).id,
      }),
    ]) {
      expect(gate.conditions[0]).toMatchObject({ status: "unmet" });
      expect(gate.conditions[0]?.sentence).toContain(`run ${again.runNumber}, the newest of 2, against run`);
      expect(gate.runs.candidate).toMatchObject({ runId: again.runId, tries: 2, otherRuns: 0 });
    }
  });

  it("so does the newest of the version in use, however weak an older one was", async () => {
    const story = await open(60, asked);
    const weak = await story.run(story.v1, before);
    const fair = await story.run(story.v1, after);
    const candidate = await story.run(story.v2, after);
    const { id } = await story.request({ candidateRunId: candidate.runId, baselineRunId: weak.runId });
    const { gate } = await getPromotion(tenant.ctx, { promotionId: id });
    expect(gate.conditions[0]?.status).toBe("unmet");
    expect(gate.runs.baseline).toMatchObject({ runId: fair.runId, tries: 2 });
  });

  it("a run that was stopped half-way was a try", async () => {
    const story = await open(60, asked);
    await story.run(story.v1, before);
    await story.run(story.v2, before, { status: "cancelled" });
    const candidate = await story.run(story.v2, after);
    await story.run(story.v2, after, { model: "another" });
    expect((await story.preview(candidate.runId)).runs.candidate).toMatchObject({ tries: 2, otherRuns: 1 });
  });

  it("unnamed, the newest run that can be compared is taken before a newer one that cannot", async () => {
    const story = await open(60, asked);
    await story.run(story.v1, before);
    const candidate = await story.run(story.v2, after);
    await story.run(story.v2, before, { model: "another" });
    const preview = await story.preview();
    expect(preview.runs.candidate?.runId).toBe(candidate.runId);
    expect(preview.conditions[0]?.status).toBe("met");
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

describe("what nobody answered or judged passes nothing", () => {
  it("a run of which nine in ten calls failed meets no threshold of a staging gate", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const benchmark = await buildBenchmark(tenant, 40);
    const { runId } = await buildRun(tenant, benchmark, {
      promptId,
      versionId: v1,
      passes: [...repeat(36, null), ...repeat(4, true)],
    });
    const { id } = await requestPromotion(tenant.ctx, {
      promptId,
      versionId: v1,
      environment: "staging",
      candidateRunId: runId,
    });
    const { gate } = await getPromotion(tenant.ctx, { promotionId: id });
    expect(gate.status).toBe("unmet");
    expect(gate.conditions[0]?.sentence).toMatch(/36 of 40 calls of run \d+ failed, at most 2 % may/);
    expect(gate.runs.candidate).toMatchObject({ cases: 40, failed: 36 });
  });

  it.each([
    [
      "fails safety where the version in use gave no answer",
      { unsafe: [0] },
      [null, ...repeat(59, true)],
      "unmet",
    ],
    [
      "could not be judged for safety on three of its answers",
      { unjudgedSafety: [1, 3, 5] },
      repeat(60, true),
      "unmet",
    ],
    ["was judged on all, where the version in use gave no answer", {}, [null, ...repeat(59, true)], "met"],
  ] as const)("a candidate that %s", async (_, candidate, before, status) => {
    const story = await open(60, { conditions: [{ kind: "no_safety_failure" }] });
    await story.run(story.v1, [...before]);
    const { unsafe = [], unjudgedSafety = [] } = candidate as {
      unsafe?: number[];
      unjudgedSafety?: number[];
    };
    await story.run(story.v2, repeat(60, true), { unsafe, unjudgedSafety });
    expect((await story.preview()).conditions[0]?.status).toBe(status);
  });

  it("what an earlier try answered unsafely, or a reviewer rejected in it, is not undone by repeating the run", async () => {
    const story = await open(60, { conditions: [{ kind: "no_safety_failure" }] });
    const safety = async () => (await story.preview()).conditions[0];
    const first = await story.run(story.v2, repeat(60, true), { unsafe: [7] });
    await story.run(story.v2, repeat(60, true));
    expect(await safety()).toMatchObject({
      status: "unmet",
      sentence: expect.stringMatching(/^run \d+, an earlier try, failed 1 of 60$/),
    });
    // Made on another model it was another try: it says nothing of this one.
    const other = await open(60, { conditions: [{ kind: "no_safety_failure" }] });
    await other.run(other.v2, repeat(60, true), { unsafe: [7], model: "another" });
    await other.run(other.v2, repeat(60, true));
    expect((await other.preview()).conditions[0]?.status).toBe("met");
    // A try that was cancelled had answers as well.
    const stopped = await open(60, { conditions: [{ kind: "no_safety_failure" }] });
    await stopped.run(stopped.v2, repeat(60, true), { unsafe: [7], status: "cancelled" });
    await stopped.run(stopped.v2, repeat(60, true));
    expect((await stopped.preview()).conditions[0]?.status).toBe("unmet");
    expect(first.runId).toBeTruthy();
  });

  it("a run that could fall back to another model, or overrode a setting, is not the version that will serve", async () => {
    const conditions = [{ kind: "no_safety_failure" as const }];
    const target = { connectionId: newId(), model: "m" };
    const rows: [Partial<Parameters<typeof buildRun>[2]>, GateInput["evidence"], RegExp][] = [
      [{ settings: { temperature: 0 } }, {}, /overrode settings of the version \(temperature\)/],
      [
        { fallbacks: [{ connectionId: newId(), model: "b" }], connectionId: target.connectionId },
        { target },
        /could fall back to b, and m alone is to serve/,
      ],
    ];
    for (const [more, evidence, why] of rows) {
      const story = await open(60, { conditions, evidence });
      await story.run(story.v2, repeat(60, true), more);
      expect((await story.preview()).conditions[0]).toMatchObject({
        status: "unmet",
        sentence: expect.stringMatching(why),
      });
    }
  });

  it("a budget is not kept by three calls, nor by calls whose cost nobody knows", async () => {
    const conditions = [{ kind: "budget" as const, latencyP95Ms: 2_000, costPer1000Usd: 2, errorRate: 0.5 }];
    const story = await open(3, { evidence: lenient, conditions });
    const latencyMs = (position: number) => [1_200, 1_900, 1_500][position] ?? 0;
    await story.run(story.v2, repeat(3, true), { latencyMs });
    const [judged] = (await story.preview()).conditions;
    expect(judged?.status).toBe("unmet");
    expect(judged?.sentence).toMatch(/3 calls are too few for an interval/);
    const dear = await open(200, { conditions });
    await dear.run(dear.v2, repeat(200, true), { costUsd: null });
    expect((await dear.preview()).conditions[0]?.sentence).toMatch(
      /^cost unknown; p95 100 ms .* under 2 s; errors 0 %/,
    );
  });

  it("a budget is of the newest try, at the confidence that so many looks ask for", async () => {
    const story = await open(200, { conditions: [{ kind: "budget", errorRate: 0.07 }] });
    await story.run(story.v2, [...repeat(80, null), ...repeat(120, true)]);
    const newest = await story.run(story.v2, [...repeat(8, null), ...repeat(192, true)]);
    const [judged] = (await story.preview()).conditions;
    // One try of 8 in 200 is at most 7.1 % with 95 % confidence, and at most 8.1 % with 98.75 %.
    expect(judged).toMatchObject({
      status: "unmet",
      evidence: { runId: newest.runId, calls: 200, failedCalls: 8, tries: 2, confidence: 0.9875 },
    });
    expect(judged?.sentence).toMatch(
      /^errors 4 % \(at most 8\.\d % with 98\.8 % confidence, since it was looked at 2 times\).*run \d+, the newest of 2, whose calls count$/,
    );
  });

  it("failed calls are in the denominator of the error rate", async () => {
    const story = await open(200, { conditions: [{ kind: "budget", errorRate: 0.5 }] });
    await story.run(story.v2, [...repeat(80, null), ...repeat(120, true)]);
    const [judged] = (await story.preview()).conditions;
    expect(judged?.sentence).toMatch(/^errors 40 % \(at most 46 % with 95 % confidence\) under 50 %/);
    expect(judged?.evidence).toMatchObject({
      calls: 200,
      failedCalls: 80,
      limits: [{ value: 0.4, calls: 200 }],
    });
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

describe("the evidence is about the model that will serve", () => {
  const connect = async (name: string) => {
    const { id } = await createConnection(admin, { name, kind: "simulated", models: [name] });
    return { connectionId: id, model: name };
  };
  const gateOn = (versionId: string, promptId: string, model: ModelTarget, candidateRunId: string) =>
    requestPromotion(tenant.ctx, { promptId, versionId, environment: "production", model, candidateRunId });
  const suiteLine = async (promotionId: string) =>
    (await getPromotion(tenant.ctx, { promotionId })).gate.conditions.find(
      ({ kind }) => kind === "suite_passed",
    );

  it("runs on another model than the promotion would serve are none", async () => {
    const [served, tried] = [await connect("served-one"), await connect("tried-one")];
    const story = await open(200);
    await story.run(story.v1, repeat(200, true), tried);
    const candidate = await story.run(story.v2, repeat(200, true), tried);
    expect((await story.preview(candidate.runId)).conditions[0]?.status).toBe("met");
    const { id } = await gateOn(story.v2, story.promptId, served, candidate.runId);
    const line = await suiteLine(id);
    expect(line).toMatchObject({ status: "unmet" });
    expect(line?.sentence).toContain("called tried-one, not served-one");
  });

  it("a version's other model is compared with the model that serves it now, and never with itself", async () => {
    const [now, next] = [await connect("now-model"), await connect("next-model")];
    const story = await open(200);
    await inTransaction(tenant.ctx, (tx) =>
      setLabel(tx, { promptId: story.promptId, name: "production", versionId: story.v1, model: now }),
    );
    const candidate = await story.run(story.v1, repeat(200, true), next);
    const { id } = await gateOn(story.v1, story.promptId, next, candidate.runId);
    expect(await suiteLine(id)).toMatchObject({ status: "unmet" });
    await story.run(story.v1, repeat(200, true), now);
    const line = await suiteLine(id);
    expect(line).toMatchObject({ status: "met" });
    expect(line?.sentence).toContain("on now-model");
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

describe("a gate that names neither suite nor dataset", () => {
  it("asks for the prompt's benchmark, and says so", async () => {
    const story = await open(100, { conditions: [{ kind: "suite_passed", margin: 0.1 }] });
    const other = await buildBenchmark(tenant, 100);
    const right = repeat(100, true);
    const on = (versionId: string, benchmark = other) =>
      buildRun(tenant, benchmark, { promptId: story.promptId, versionId, passes: right, connectionId });
    const { id: connectionId } = await createConnection(admin, {
      name: `benchmark-${newId().slice(-6)}`,
      kind: "openai_compatible",
      baseUrl: "https://models.example/v1",
      apiKey: "key",
      models: ["m"],
    });
    await on(story.v1);
    await on(story.v2);
    expect((await story.preview()).conditions[0]).toMatchObject({ status: "met" });
    await setBenchmark(tenant.ctx, {
      promptId: story.promptId,
      datasetVersionId: story.benchmark.datasetVersionId,
      suiteVersionId: story.benchmark.suiteVersionId,
      target: { connectionId, model: "m" },
    });
    const [elsewhere] = (await story.preview()).conditions;
    expect(elsewhere).toMatchObject({ status: "unmet" });
    expect(elsewhere?.sentence).toMatch(/used the suite triage-.*, not triage-.*, the prompt's benchmark/);
    await on(story.v1, story.benchmark);
    await on(story.v2, story.benchmark);
    const [line] = (await story.preview()).conditions;
    expect(line).toMatchObject({ status: "met" });
    expect(line?.sentence).toMatch(/the prompt's benchmark; run/);
  });
});

describe("a case that failed or that nobody could judge", () => {
  it.each([
    ["failed", null],
    ["was not judged", "unjudged"],
  ] as const)(
    "that %s counts as a miss within the allowed share, and the line says so",
    async (_why, lost) => {
      const story = await open(200);
      await story.run(story.v1, repeat(200, true));
      await story.run(story.v2, [...repeat(4, lost), ...repeat(196, true)]);
      const [line] = (await story.preview()).conditions;
      expect(line).toMatchObject({ status: "unmet" });
      expect(line?.sentence).toMatch(/4 cases that failed or could not be judged counted as misses/);
      expect(line?.sentence).toMatch(/accuracy −2 points/);
    },
  );
});

describe("a version run again until it is lucky", () => {
  it("is judged by all its tries together, at a confidence that rises with every look", async () => {
    const story = await open(200, { conditions: [{ kind: "suite_passed" }] });
    await story.run(story.v1, repeat(200, true));
    await story.run(story.v2, [...repeat(6, false), ...repeat(194, true)]);
    expect((await story.preview()).conditions[0]).toMatchObject({ status: "unmet" });
    await story.run(story.v2, repeat(200, true));
    const [line] = (await story.preview()).conditions;
    expect(line).toMatchObject({ status: "unmet" });
    expect(line?.sentence).toMatch(
      /accuracy −1\.5 points .* over all tries, at 98\.8 % confidence since it was looked at 2 times/,
    );
    expect(line?.evidence).toMatchObject({ overTries: { looks: 2, misses: 0, pairs: 200 } });
  });

  it("can still be shown good where there are cases enough", async () => {
    const story = await open(400, { conditions: [{ kind: "suite_passed" }] });
    await story.run(story.v1, repeat(400, true));
    await story.run(story.v2, repeat(400, true), { status: "cancelled" });
    await story.run(story.v2, repeat(400, true));
    expect((await story.preview()).conditions[0]).toMatchObject({ status: "met" });
  });
});
