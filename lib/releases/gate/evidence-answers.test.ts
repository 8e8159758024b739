import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { getPromotion } from "../promotions/read.ts";
import { requestPromotion } from "../promotions/request.ts";
import type { GateInput } from "../schema.ts";
import { type GateStage, gateStage, lenient, repeat } from "./evidence.testing.ts";

let tenant: GateStage["tenant"];
let open: GateStage["open"];

beforeAll(async () => {
  ({ tenant, open } = await gateStage());
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
