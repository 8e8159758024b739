import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { defineKpi } from "#lib/feedback";
import { savePolicy } from "#lib/guardrails";
import { createConnection } from "#lib/models";
import { ensureDefaultEnvironments } from "#lib/releases";
import { createQueue } from "#lib/review";
import { createRoute } from "#lib/routes";
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
    expect(runs.filter(({ kind }) => kind === "run").map(({ key }) => key)).toEqual([first.runId]);
    const byPath = await searchEverything(tenant.ctx, prompt.path);
    expect(byPath.filter(({ kind }) => kind === "run")).toHaveLength(5);
    expect(byPath[0]).toMatchObject({ kind: "prompt", key: prompt.promptId, title: prompt.path });
  });

  it("finds every noun that has a page by its name, and what it is addressed by", async () => {
    const own = await createTenant();
    const admin = await own.as("admin");
    const { id: connectionId } = await createConnection(admin, {
      name: "Ferret cloud",
      kind: "simulated",
      models: ["burrow-9"],
    });
    const target = { connectionId, model: "burrow-9" };
    const { id: routeId } = await createRoute(admin, { name: "ferret", definition: { targets: [target] } });
    const { id: policyId } = await savePolicy(admin, { name: "Ferret words", rules: {} });
    const { id: queueId } = await createQueue(admin, { name: "Ferret queue" });
    await defineKpi(admin, { key: "ferrets_sold", name: "Sold", unit: "count" });
    await ensureDefaultEnvironments(admin);
    const found = await searchEverything(admin, "FERRET");
    expect(found).toEqual([
      { kind: "queue", key: queueId, title: "Ferret queue", note: "" },
      { kind: "KPI", key: "ferrets_sold", title: "Sold", note: "" },
      { kind: "policy", key: policyId, title: "Ferret words", note: "" },
      { kind: "route", key: routeId, title: "ferret", note: "" },
      { kind: "connection", key: connectionId, title: "Ferret cloud", note: "" },
    ]);
    expect(await searchEverything(admin, "burrow")).toEqual([
      { kind: "connection", key: connectionId, title: "Ferret cloud", note: "burrow-9" },
    ]);
    expect(await searchEverything(admin, "produc")).toEqual([
      { kind: "environment", key: "production", title: "production", note: "" },
    ]);
    // A viewer reads no connections and routes, and is not told of them.
    const kindsSeen = (await searchEverything(await own.as("viewer"), "ferret")).map(({ kind }) => kind);
    expect(kindsSeen).toEqual(["queue", "KPI", "policy"]);
  });

  it("takes signs of LIKE as themselves and finds nothing for nothing", async () => {
    expect((await searchEverything(tenant.ctx, "%")).filter(({ kind }) => kind !== "prompt")).toEqual([]);
    expect(await searchEverything(tenant.ctx, "  ")).toEqual([]);
  });
});
