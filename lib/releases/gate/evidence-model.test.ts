import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { setBenchmark } from "#lib/evaluation";
import { createConnection } from "#lib/models";
import { setLabel } from "#lib/prompts";
import { newId } from "#platform/ids";
import type { ModelTarget } from "#schema/models";
import { buildBenchmark, buildRun } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { getPromotion } from "../promotions/read.ts";
import { requestPromotion } from "../promotions/request.ts";
import { type GateStage, gateStage, repeat } from "./evidence.testing.ts";

let tenant: GateStage["tenant"];
let admin: GateStage["admin"];
let open: GateStage["open"];

beforeAll(async () => {
  ({ tenant, admin, open } = await gateStage());
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

  it.each([
    ["dataset", /used the suite triage-.*, not triage-.*, the prompt's benchmark/],
    ["suite", /was on tickets-.*, not tickets-.*, the prompt's benchmark/],
  ] as const)("takes the rest of the benchmark where it names a %s alone", async (named, misfit) => {
    const story = await open(60);
    const { datasetId, suiteId, suiteVersionId } = story.benchmark;
    const evidence = named === "dataset" ? { datasetId } : { suiteId };
    await updateGate(admin, {
      environment: "production",
      gate: { conditions: [{ kind: "suite_passed", margin: 0.1 }], evidence },
    });
    const { id: connectionId } = await createConnection(admin, {
      name: `half-${newId().slice(-6)}`,
      kind: "openai_compatible",
      baseUrl: "https://models.example/v1",
      apiKey: "key",
      models: ["m"],
    });
    await setBenchmark(tenant.ctx, {
      promptId: story.promptId,
      datasetVersionId: story.benchmark.datasetVersionId,
      suiteVersionId,
      target: { connectionId, model: "m" },
    });
    const other = await buildBenchmark(tenant, 60);
    const half =
      named === "dataset"
        ? { ...story.benchmark, suiteId: other.suiteId, suiteVersionId: other.suiteVersionId }
        : { ...other, suiteId, suiteVersionId };
    const on = (versionId: string, benchmark: typeof other) =>
      buildRun(tenant, benchmark, {
        promptId: story.promptId,
        versionId,
        passes: repeat(60, true),
        connectionId,
      });
    await on(story.v1, half);
    await on(story.v2, half);
    const [line] = (await story.preview()).conditions;
    expect(line).toMatchObject({ status: "unmet" });
    expect(line?.sentence).toMatch(misfit);
    await on(story.v1, story.benchmark);
    await on(story.v2, story.benchmark);
    expect((await story.preview()).conditions[0]).toMatchObject({ status: "met" });
  });
});
