import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import { updateGate } from "../environments/update-gate.ts";
import { promotionChoices } from "./choices.ts";
import { completePromotion } from "./complete.ts";
import { requestPromotion } from "./request.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  for (const environment of ["staging", "production"])
    await updateGate(admin, { environment, gate: { conditions: [] } });
});

const promote = async (promptId: string, versionId: string, environment: string) => {
  const { id } = await requestPromotion(tenant.ctx, { promptId, versionId, environment });
  await completePromotion(tenant.ctx, { promotionId: id });
};

describe("what a promotion can be asked for with", () => {
  it("opens with what nobody promoted yet, in the environment on which the most depends", async () => {
    const old = await buildPrompt(tenant, ["one"]);
    await promote(old.promptId, old.v1, "production");
    const fresh = await buildPrompt(tenant, ["one", "two"]);
    const { chosen, pointer, isSame } = await promotionChoices(tenant.ctx);
    expect(chosen.environment.name).toBe("production");
    expect(chosen.prompt?.id).toBe(fresh.promptId);
    expect(chosen.version?.id).toBe(fresh.v2);
    expect([pointer, isSame]).toEqual([null, false]);
    await promote(fresh.promptId, fresh.v2, "production");
    // All of production is promoted: what staging lacks comes next.
    const next = await promotionChoices(tenant.ctx);
    expect(next.chosen.environment.name).toBe("staging");
  });

  it("keeps what was chosen, and says when the environment serves it already", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promote(promptId, v1, "production");
    const asked = { promptId, environment: "production" };
    const served = await promotionChoices(tenant.ctx, { ...asked, versionId: v1 });
    expect(served).toMatchObject({
      isSame: true,
      pointer: { versionId: v1 },
      chosen: { version: { id: v1 } },
    });
    const other = await promotionChoices(tenant.ctx, { ...asked, versionId: v2 });
    expect(other).toMatchObject({
      isSame: false,
      pointer: { versionId: v1 },
      chosen: { version: { id: v2 } },
    });
    // Another model in the version's place is another thing to serve.
    const { id: connectionId } = await createConnection(await tenant.as("admin"), {
      name: "sim",
      kind: "simulated",
      models: ["simulated-instant"],
    });
    const byModel = await promotionChoices(tenant.ctx, {
      ...asked,
      versionId: v1,
      model: `${connectionId} simulated-instant`,
    });
    expect(byModel.isSame).toBe(false);
    expect(byModel.chosen.model).toEqual({ connectionId, model: "simulated-instant" });
  });

  it("leaves out what does not fit: a foreign prompt, a run of another version or a simulated one, a model nobody offers", async () => {
    const prompt = await buildPrompt(tenant, ["one", "two"]);
    const benchmark = await buildBenchmark(tenant, 1);
    const run = (versionId: string, isSimulated: boolean) =>
      buildRun(tenant, benchmark, { promptId: prompt.promptId, versionId, passes: [true], isSimulated });
    const [fits, simulated, others] = [
      await run(prompt.v2, false),
      await run(prompt.v2, true),
      await run(prompt.v1, false),
    ];
    const asked = { promptId: prompt.promptId, versionId: prompt.v2, environment: "production" };
    const baselineRunId = others.runId;
    const read = (candidateRunId: string) =>
      promotionChoices(tenant.ctx, { ...asked, candidateRunId, baselineRunId });
    const choices = await read(fits.runId);
    expect(choices.runs.map(({ id }) => id)).toEqual([fits.runId]);
    expect(choices.claim).toEqual({ candidateRunId: fits.runId, baselineRunId });
    for (const runId of [simulated.runId, others.runId, newId()])
      expect((await read(runId)).claim).toEqual({});
    expect(
      (await promotionChoices(tenant.ctx, { ...asked, model: `${newId()} gone` })).chosen.model,
    ).toBeNull();
    const stranger = await buildPrompt(await createTenant(), ["one"]);
    const foreign = await promotionChoices(tenant.ctx, { promptId: stranger.promptId });
    expect(foreign.chosen).toMatchObject({ prompt: null, version: null });
  });

  it("names the requests that are open already", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { number } = await requestPromotion(tenant.ctx, {
      promptId,
      versionId: v1,
      environment: "staging",
    });
    const { open } = await promotionChoices(tenant.ctx, { promptId });
    expect(open.map((each) => each.number)).toEqual([number]);
  });

  it("is for those who may ask", async () => {
    await expect(promotionChoices(await tenant.as("reviewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
