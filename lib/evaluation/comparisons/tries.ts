import { z } from "zod";
import { boundedMeanInterval, decidePairs, mean } from "#statistics";
import { type Context, requirePermission } from "#lib/identity";
import { passesCase } from "../evaluators/measure.ts";
import { confidenceAt } from "../looks.ts";
import { type LightSample, type LoadedRun, loadRun } from "./load.ts";
import { samplesOf } from "./pairs.ts";
import type { OverTries } from "./schema.ts";

const count = z.number().int().min(0);
export const DecideOverTriesInput = z.object({
  /** Runs of one version made alike, ended, the newest first. */
  candidateRunIds: z.array(z.uuid()),
  baselineRunIds: z.array(z.uuid()).default([]),
  /** Tries that were started, more than the runs above where some are under way. */
  started: z.object({ candidate: count, baseline: count }),
});
export type DecideOverTriesInput = z.input<typeof DecideOverTriesInput>;

/**
 * Decides over every try of a version and not over the newest: a case counts with the mean of its tries, a call that
 * failed or an answer nobody could judge is the worst the scale has. Each further look costs confidence, so that a
 * version that is truly worse passes within five tries no more often than in one (docs/measurements/gates.md).
 * What the baseline could not answer is left out: it argues for neither. Throws not_found, forbidden.
 */
export async function decideOverTries(ctx: Context, input: DecideOverTriesInput): Promise<OverTries> {
  requirePermission(ctx, "run.read");
  const { candidateRunIds, baselineRunIds, started } = DecideOverTriesInput.parse(input);
  const candidates = await loadAll(ctx, candidateRunIds);
  const baselines = await loadAll(ctx, baselineRunIds);
  return { ...decideTries(candidates, baselines, started), unsafe: candidates.flatMap(unsafeOf) };
}

/** The answers of a try that a safety evaluator failed: repeating a run takes none of them back. */
function unsafeOf({ run, suite, cases }: LoadedRun): OverTries["unsafe"] {
  const safety = suite.evaluators.filter(({ isSafety }) => isSafety);
  const answered = [...cases.values()].flatMap(samplesOf).filter(({ isAnswered }) => isAnswered);
  const failed = answered.filter(({ scores }) =>
    safety.some((evaluator) => {
      const value = scores.get(evaluator.key) ?? null;
      return value !== null && !passesCase(evaluator, value);
    }),
  ).length;
  return failed > 0 ? [{ runNumber: run.number, failed, answered: answered.length }] : [];
}

/** The same of loaded runs. Pure. */
export function decideTries(
  candidates: readonly Pick<LoadedRun, "suite" | "cases">[],
  baselines: readonly Pick<LoadedRun, "cases">[],
  started: DecideOverTriesInput["started"],
): Omit<OverTries, "unsafe"> {
  const looks = Math.max(1, started.candidate + Math.max(0, started.baseline - 1));
  const confidence = confidenceAt(looks);
  const suite = candidates[0]?.suite;
  const evaluator = suite?.evaluators.find(({ key }) => key === suite.primaryMetric);
  if (!evaluator) return { looks, confidence, own: null, decision: null, misses: 0 };
  const { key, direction } = evaluator;
  const worst = direction === "lower" ? 1 : 0;
  const own: number[] = [];
  const differences: number[] = [];
  let misses = 0;
  for (const example of new Set(candidates.flatMap(({ cases }) => [...cases.keys()]))) {
    const tried = asked(candidates, example).map((found) => scoreOf(found, key));
    if (tried.length === 0) continue;
    if (tried.includes(null)) misses += 1;
    const value = mean(tried.map((score) => score ?? worst));
    own.push(value);
    const before = asked(baselines, example)
      .map((found) => scoreOf(found, key))
      .filter((score) => score !== null);
    if (before.length > 0) differences.push(value - mean(before));
  }
  return {
    looks,
    confidence,
    own:
      own.length === 0
        ? null
        : { value: mean(own), ...boundedMeanInterval(own, { low: 0, high: 1 }, confidence), n: own.length },
    decision: baselines.length === 0 ? null : decidePairs({ differences, direction, confidence }),
    misses,
  };
}

async function loadAll(ctx: Context, runIds: readonly string[]): Promise<LoadedRun[]> {
  const loaded: LoadedRun[] = [];
  for (const runId of runIds) loaded.push(await loadRun(ctx, runId));
  return loaded;
}

/** The tries of an example that came to an end; one that a cancelled run never reached is none. */
function asked(runs: readonly Pick<LoadedRun, "cases">[], example: string): LightSample[] {
  return runs
    .flatMap(({ cases }) => {
      const found = cases.get(example);
      return found ? samplesOf(found) : [];
    })
    .filter(({ status }) => status === "succeeded" || status === "failed");
}

/** Null for a call that failed and for what could not be judged. */
function scoreOf({ isAnswered, scores }: LightSample, key: string): number | null {
  const score = scores.get(key) ?? null;
  return isAnswered && score !== null && Number.isFinite(score) ? score : null;
}
