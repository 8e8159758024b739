import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { compareRuns, decideOverTries } from "#lib/evaluation";
import { setLabel } from "#lib/prompts";
import { notWorse } from "#statistics";
import { updateGate } from "../environments/update-gate.ts";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { previewGate } from "./preview.ts";

type Answer = boolean | null | "unjudged";

let tenant: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let prompt: Awaited<ReturnType<typeof buildPrompt>>;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  prompt = await buildPrompt(tenant, ["one", "two"]);
  const { promptId, v1 } = prompt;
  await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v1 }));
});

/** Mostly right, sometimes wrong, now and then failed or unjudged, in any proportion. */
const answer = (wrong: number): fc.Arbitrary<Answer> =>
  fc.oneof(
    { weight: 100 - wrong, arbitrary: fc.constant<Answer>(true) },
    { weight: wrong, arbitrary: fc.constant<Answer>(false) },
    { weight: 1, arbitrary: fc.constantFrom<Answer>(null, "unjudged") },
  );
const sample = fc
  .record({ before: fc.integer({ min: 0, max: 60 }), after: fc.integer({ min: 0, max: 60 }) })
  .chain(({ before, after }) =>
    fc.array(fc.tuple(answer(before), answer(after)), { minLength: 2, maxLength: 90 }),
  );

async function judge(runs: { promptId: string }, condition: { requires?: "better"; margin?: number }) {
  await updateGate(admin, {
    environment: "production",
    gate: {
      // So that nothing but the decision itself is asked.
      evidence: { leastCases: 10, failedShare: 1, unjudgedShare: 1 },
      conditions: [{ kind: "suite_passed", thresholds: "ignored", ...condition }],
    },
  });
  const { v2 } = prompt;
  const [judged] = (await previewGate(tenant.ctx, { versionId: v2, environment: "production" })).conditions;
  return { isMet: judged?.status === "met", sentence: judged?.sentence, ...runs };
}

it("a gate and the comparison of the same runs never disagree, whatever the runs say", async () => {
  await fc.assert(
    fc.asyncProperty(sample, fc.constantFrom(0.02, 0.05, 0.1, 0.3), async (pairs, margin) => {
      const { promptId, v1, v2 } = prompt;
      const benchmark = await buildBenchmark(tenant, pairs.length);
      const of = (versionId: string, passes: Answer[]) =>
        buildRun(tenant, benchmark, { promptId, versionId, passes });
      const baseline = await of(
        v1,
        pairs.map(([left]) => left),
      );
      const candidate = await of(
        v2,
        pairs.map(([, right]) => right),
      );
      const comparison = await compareRuns(tenant.ctx, {
        baselineRunId: baseline.runId,
        candidateRunId: candidate.runId,
      });
      const primary = comparison.metrics.find(({ isPrimary }) => isPrimary);
      const decision = primary?.decision;
      if (!primary || !decision) throw new Error("accuracy is compared");
      const strict = (
        await decideOverTries(tenant.ctx, {
          candidateRunIds: [candidate.runId],
          baselineRunIds: [baseline.runId],
          started: { candidate: 1, baseline: 1 },
        })
      ).decision;
      if (!strict) throw new Error("accuracy is compared");
      const hasMisses = pairs.some(([, right]) => typeof right !== "boolean");
      if (!hasMisses) expect(strict.interval).toEqual(decision.interval);
      const better = await judge({ promptId }, { requires: "better" });
      // A failed or unjudged case counts as a miss in a gate, which only ever takes away.
      if (!hasMisses) expect(better.isMet, better.sentence).toBe(primary.outcome === "better");
      if (better.isMet) expect(primary.outcome).toBe("better");
      if (better.isMet) expect(["better", "mixed"]).toContain(comparison.verdict.kind);
      const same = await judge({ promptId }, { margin });
      expect(same.isMet, same.sentence).toBe(
        notWorse(strict, margin, primary.direction) === "met" &&
          primary.outcome !== "worse" &&
          strict.state !== "worse",
      );
      if (same.isMet || better.isMet) {
        expect(decision.pairs).toBeGreaterThanOrEqual(10);
        expect(comparison.verdict.kind).not.toBe("worse");
        expect(comparison.verdict.kind).not.toBe("too_few");
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
