import { beforeAll, describe, expect, it } from "vitest";
import { getPromotion } from "../promotions/read.ts";
import type { GateInput } from "../schema.ts";
import { answers, type GateStage, gateStage, lenient, repeat } from "./evidence.testing.ts";

let tenant: GateStage["tenant"];
let open: GateStage["open"];

beforeAll(async () => {
  ({ tenant, open } = await gateStage());
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
