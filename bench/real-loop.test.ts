import { expect, it } from "vitest";
import { createTenant } from "#testing";
import { fetchLocalModel } from "#lib/downloads";
import { runRealLoop } from "./real-loop.ts";

/** Run apart from the other tests (`verify` does): the model wants both cores for itself. */
it(
  "shows on a real model that the better prompt is better, over the whole dataset",
  { timeout: 900_000 },
  async () => {
    expect((await fetchLocalModel(undefined, () => undefined)).status).toBe("ready");
    const tenant = await createTenant();
    const { zeroShot, fewShot, comparison } = await runRealLoop(tenant.ctx, await tenant.as("owner"));
    for (const run of [zeroShot, fewShot]) {
      expect(run).toMatchObject({
        status: "succeeded",
        totalCases: 72,
        doneCases: 72,
        failedCases: 0,
        isSimulated: false,
      });
      expect(run.summary?.outputTokens).toBeGreaterThan(72);
      expect(run.summary?.carbonGrams).toBeGreaterThan(0);
    }
    const accuracy = comparison.metrics.find((metric) => metric.key === "accuracy");
    expect(accuracy).toMatchObject({ pairs: 72, outcome: "better" });
    expect(comparison.verdict.sentence).toContain("better on accuracy");
  },
);
