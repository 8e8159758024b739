import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { compareRuns } from "../comparisons/compare.ts";
import { manyRows } from "../comparisons/many-rows.ts";
import { metricChange, sideValue } from "../comparisons/format.ts";
import { drainJobs } from "#lib/jobs";
import { getCase, listCases } from "./cases.ts";
import { buildBench } from "./fixture.testing.ts";
import "./job.ts";
import { openLoopback } from "./loopback.testing.ts";
import { measureRun } from "./measure.ts";
import { getRun } from "./read.ts";
import { startRun } from "./start.ts";

let tenant: Tenant;
let runs: { counted: string; estimated: string; caseId: string };

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  const benchmark = await buildBenchmark(tenant, 20);
  const passes = Array.from({ length: 20 }, (_, place) => (place === 0 ? null : true));
  const of = (versionId: string, isUsageEstimated: boolean) =>
    buildRun(tenant, benchmark, { promptId, versionId, passes, isUsageEstimated });
  const [counted, estimated] = [await of(v1, false), await of(v2, true)];
  runs = {
    counted: counted.runId,
    estimated: estimated.runId,
    caseId: estimated.caseIds[1] ?? "",
  };
});

describe("figures of a run that rest on tokens nobody but we counted are marked", () => {
  it("in its summary and its measures, with how many calls", async () => {
    expect((await getRun(tenant.ctx, { runId: runs.estimated })).summary?.estimatedCalls).toBe(19);
    expect((await getRun(tenant.ctx, { runId: runs.counted })).summary?.estimatedCalls).toBe(0);
    const { effort } = await measureRun(tenant.ctx, { runId: runs.estimated });
    expect(effort.costPer1000Usd?.estimatedCalls).toBe(19);
    expect(effort.carbonGramsPer1000?.estimatedCalls).toBe(19);
  });

  it("from the provider's answers on", async () => {
    const server = await openLoopback((_message, count) => ({ text: "yes", isUncounted: count === 2 }));
    const made = await buildBench(tenant.ctx, await tenant.as("admin"), { baseUrl: server.url, examples: 3 });
    const { id } = await startRun(tenant.ctx, {
      promptVersionId: made.versionIds[0],
      datasetVersionId: made.datasetVersionId,
      suiteVersionId: made.suiteVersionId,
      target: { connectionId: made.connectionId, model: "m" },
    });
    await drainJobs();
    await server.close();
    expect((await getRun(tenant.ctx, { runId: id })).summary).toMatchObject({
      succeeded: 3,
      estimatedCalls: 1,
    });
    const { items } = await listCases(tenant.ctx, { runId: id });
    expect(items.filter(({ isUsageEstimated }) => isUsageEstimated === true)).toHaveLength(1);
  });

  it("on a case", async () => {
    expect((await getCase(tenant.ctx, { caseId: runs.caseId })).isUsageEstimated).toBe(true);
  });

  it("in a comparison: the side that is an estimate, and the change", async () => {
    const comparison = await compareRuns(tenant.ctx, {
      baselineRunId: runs.counted,
      candidateRunId: runs.estimated,
    });
    for (const kind of ["cost", "carbon"]) {
      const metric = comparison.metrics.find((each) => each.kind === kind);
      if (!metric) throw new Error("cost and carbon are compared");
      expect(metric.estimatedCalls).toEqual({ baseline: 0, candidate: 19 });
      expect(sideValue(metric, "baseline")).not.toContain("≈");
      expect(sideValue(metric, "candidate")).toMatch(/^≈ /);
      expect(metricChange(metric)).toMatch(/^≈ /);
    }
    const latency = comparison.metrics.find(({ kind }) => kind === "latency");
    expect(latency && metricChange(latency)).not.toContain("≈");
    const [accuracy] = manyRows([comparison]);
    expect(accuracy?.baseline?.text).not.toContain("≈");
  });
});
