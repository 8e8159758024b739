import { beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { cancelRun } from "./cancel.ts";
import { finishRun } from "./finish.ts";
import { buildBench } from "./fixture.testing.ts";
// Declares the job before the queue opens.
import "./job.ts";
import { claimCases } from "./lease.ts";
import { beginRun } from "./plan.ts";
import { getRun } from "./read.ts";
import { startRun } from "./start.ts";
import { type CaseResult, writeResults } from "./write-results.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const resultOf = (caseId: string): CaseResult => ({
  caseId,
  status: "succeeded",
  output: "yes",
  generationId: null,
  latencyMs: 1,
  costUsd: 0,
  inputTokens: 1,
  outputTokens: 1,
  isUsageEstimated: true,
  carbonGrams: 0,
  errorCode: null,
  errorMessage: null,
  isPassed: true,
  scores: [],
});

it(
  "results that come while another worker ends the cancelled run are kept or dropped, each of them whole",
  { timeout: 60_000 },
  async () => {
    const { ctx } = tenant;
    const made = await buildBench(ctx, await tenant.as("admin"), { isSimulated: true, examples: 60 });
    for (let round = 0; round < 4; round += 1) {
      const { id: runId } = await startRun(ctx, {
        promptVersionId: made.versionIds[0],
        datasetVersionId: made.datasetVersionId,
        suiteVersionId: made.suiteVersionId,
        target: { connectionId: made.connectionId, model: "simulated" },
      });
      await beginRun(ctx, runId);
      const leaseId = newId();
      const claimed = await claimCases(ctx, runId, leaseId, 60);
      await cancelRun(ctx, { runId });
      const writes = claimed.map(({ id }) => writeResults(ctx, runId, leaseId, [resultOf(id)]));
      await Promise.all([...writes.slice(0, 6), finishRun(ctx, runId, "cancelled"), ...writes.slice(6)]);
      const run = await getRun(ctx, { runId });
      expect(run.status).toBe("cancelled");
      expect(run.summary?.succeeded).toBe(run.doneCases);
      expect((run.summary?.succeeded ?? 0) + (run.summary?.cancelled ?? 0)).toBe(60);
    }
  },
);
