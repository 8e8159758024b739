import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { searchEverything } from "./search-everything.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

describe("the search over a project", () => {
  it("finds a run by its number, however many newer ones there are", async () => {
    const prompt = await buildPrompt(tenant, ["one"]);
    const benchmark = await buildBenchmark(tenant, 1);
    const build = () =>
      buildRun(tenant, benchmark, { promptId: prompt.promptId, versionId: prompt.v1, passes: [true] });
    const first = await build();
    for (let newer = 0; newer < 60; newer += 1) await build();
    const runs = await searchEverything(tenant.ctx, `run ${first.runNumber}`);
    expect(runs.filter(({ kind }) => kind === "run").map(({ id }) => id)).toEqual([first.runId]);
    const byPath = await searchEverything(tenant.ctx, prompt.path);
    expect(byPath.filter(({ kind }) => kind === "run")).toHaveLength(5);
    expect(byPath[0]).toMatchObject({ kind: "prompt", id: prompt.promptId, title: prompt.path });
  });

  it("takes signs of LIKE as themselves and finds nothing for nothing", async () => {
    expect((await searchEverything(tenant.ctx, "%")).filter(({ kind }) => kind !== "prompt")).toEqual([]);
    expect(await searchEverything(tenant.ctx, "  ")).toEqual([]);
  });
});
