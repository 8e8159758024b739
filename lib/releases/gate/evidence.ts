import { isRoute } from "#client/routes";
import type { MetricComparison } from "#schema/evaluation";
import { countsOf } from "./coverage.ts";
import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import type { EvidenceRun, GateEvaluation } from "./schema.ts";

/** Both runs as they enter the evidence, so that years later everybody can say what the decision rested on. */
export function evidenceRuns({ run, comparison }: GateEvidence): GateEvaluation["runs"] {
  return { candidate: run && evidenceRun(run), baseline: comparison && evidenceRun(comparison.baseline) };
}

function evidenceRun(run: RunEvidence): EvidenceRun {
  const { failed, unanswered, unjudged } = countsOf(run);
  return {
    runId: run.runId,
    runNumber: run.runNumber,
    versionId: run.versionId,
    datasetVersionId: run.datasetVersionId,
    dataset: `${run.datasetName}@${run.datasetVersionNumber}`,
    suiteVersionId: run.suiteVersionId,
    suite: `${run.suiteName}@${run.suiteVersionNumber}`,
    ...calledBy(run),
    model: run.model,
    cases: run.totalCases,
    failed: failed + unanswered,
    unjudged,
    tries: run.tries,
    otherRuns: run.otherRuns,
  };
}

function calledBy({ target }: RunEvidence) {
  return isRoute(target)
    ? { connectionId: null, routeId: target.routeId, routeVersion: target.version }
    : { connectionId: target.connectionId };
}

/** What was decided over all tries, with failures as misses. */
export function triesEvidence({ overTries }: RunEvidence): Record<string, unknown> | null {
  if (!overTries) return null;
  const { looks, confidence, misses, own, decision } = overTries;
  const { change = null, interval = null, pairs = 0 } = decision ?? {};
  return { looks, confidence, misses, own, pairs, change, low: interval?.low, high: interval?.high };
}

/** The decision's figures, as the comparison gave them. */
export function metricEvidence(metric: MetricComparison | null): Record<string, unknown> | null {
  if (!metric) return null;
  const { key, outcome, test, decision } = metric;
  return {
    key,
    outcome,
    test: test.name,
    p: test.p,
    adjustedP: test.adjustedP,
    change: decision?.change ?? null,
    low: decision?.interval?.low ?? null,
    high: decision?.interval?.high ?? null,
    method: decision?.method ?? null,
    pairs: metric.pairs,
    better: metric.better,
    worse: metric.worse,
    same: metric.same,
  };
}
