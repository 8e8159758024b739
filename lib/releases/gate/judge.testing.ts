import { expect } from "vitest";
import { decidePairs, withAdjusted } from "#statistics";
import type { EvaluatorSummary, MetricComparison, OverTries, RunSummary } from "#schema/evaluation";
import type {
  ApprovalEvidence,
  ComparisonEvidence,
  GateEvidence,
  ReviewEvidence,
  RunEvidence,
} from "./gate-evidence.ts";
import { judgeGate } from "./judge.ts";
import { type ConditionKind, type ConditionStatus, type EvidenceDemand, Gate } from "./schema.ts";

export const ids = {
  candidate: "00000000-0000-7000-8000-000000000008",
  current: "00000000-0000-7000-8000-000000000007",
  run: "00000000-0000-7000-8000-000000000214",
  base: "00000000-0000-7000-8000-000000000213",
  suite: "00000000-0000-7000-8000-0000000000aa",
  dataset: "00000000-0000-7000-8000-0000000000bb",
  connection: "00000000-0000-7000-8000-0000000000cc",
};

export const evaluator = (over: Partial<EvaluatorSummary> = {}): EvaluatorSummary => ({
  key: "accuracy",
  name: "Accuracy",
  kind: "exact",
  isSafety: false,
  isPrimary: true,
  value: 0.9,
  low: 0.87,
  high: 0.93,
  method: "wilson",
  isBinary: true,
  judged: 480,
  unjudged: 0,
  passed: 432,
  failed: 48,
  threshold: 0.85,
  gate: "met",
  ...over,
});
export const safe = evaluator({
  key: "no_pii",
  name: "No personal data",
  isSafety: true,
  isPrimary: false,
  passed: 480,
  failed: 0,
  threshold: null,
});
/** A clean run of so many answered cases. */
export const summaryOf = (answered: number): RunSummary =>
  summary({
    succeeded: answered,
    evaluators: [evaluator({ judged: answered }), { ...safe, judged: answered, passed: answered }],
  });
/** What it took, measured on 480 calls. */
const whole: NonNullable<RunEvidence["effort"]> = {
  costPer1000Usd: { value: 1.93, low: 1.8, high: 2.1, n: 480 },
  latencyP95Ms: { value: 1380, low: 1300, high: 1450, n: 480 },
  carbonGramsPer1000: { value: 38, low: 36, high: 40, n: 480 },
  errorRate: { value: 0, low: 0, high: 0.00622, n: 480 },
};
const summary = (over: Partial<RunSummary> = {}): RunSummary => ({
  evaluators: [evaluator(), safe],
  score: 0.9,
  succeeded: 480,
  failed: 0,
  cancelled: 0,
  errors: {},
  latencyP50Ms: 700,
  latencyP95Ms: 1380,
  costUsd: 0.93,
  costPer1000Usd: 1.93,
  carbonGrams: 18,
  carbonGramsPer1000: 38,
  inputTokens: 1,
  outputTokens: 1,
  durationMs: 51_000,
  gate: "met",
  verdict: { headline: "", sentence: "" },
  ...over,
});
export const run = (over: Partial<RunEvidence> = {}): RunEvidence => ({
  runId: ids.run,
  runNumber: 214,
  versionId: ids.candidate,
  versionNumber: 8,
  status: "succeeded",
  isSimulated: false,
  suiteId: ids.suite,
  suiteName: "triage",
  suiteVersionId: ids.suite,
  suiteVersionNumber: 2,
  datasetId: ids.dataset,
  datasetName: "tickets",
  datasetVersionId: ids.dataset,
  datasetVersionNumber: 5,
  newestDatasetVersion: { now: 5, atStart: 5 },
  target: { connectionId: ids.connection, model: "gpt-4o-mini" },
  model: "gpt-4o-mini",
  fallbacks: [],
  overrides: [],
  finishedAt: new Date("2026-11-20T10:00:00Z"),
  totalCases: 480,
  summary: summary(),
  effort: whole,
  overTries: triesOf(metric()),
  tries: 1,
  otherRuns: 0,
  ...over,
});
/** One look at the pairs of a metric, without a miss. */
export const triesOf = (
  { decision }: MetricComparison,
  over: Partial<OverTries> = {},
): NonNullable<RunEvidence["overTries"]> => ({
  looks: 1,
  confidence: 0.95,
  own: { value: 0.9, low: 0.87, high: 0.93, n: 480 },
  decision,
  misses: 0,
  unsafe: [],
  ...over,
});
export const baseline = (over: Partial<RunEvidence> = {}): RunEvidence =>
  run({ runId: ids.base, runNumber: 213, versionId: ids.current, versionNumber: 7, ...over });

/** Pairs of a metric, counted: the decision about them is the product's own. */
export type Pairs = { better: number; worse: number; same: number };

/** A metric as a comparison gives it, over so many pairs; its one test is adjusted for nothing. */
export function metric(
  { better, worse, same }: Pairs = { better: 30, worse: 10, same: 440 },
  over: Partial<MetricComparison> = {},
): MetricComparison {
  const direction = over.direction ?? "higher";
  const up = direction === "higher" ? 1 : -1;
  const differences = [
    ...Array.from({ length: better }, () => up),
    ...Array.from({ length: worse }, () => -up),
    ...Array.from({ length: same }, () => 0),
  ];
  const raw = decidePairs({ differences, direction });
  const decision = withAdjusted(raw, raw.test.p ?? 1, direction);
  const outcome = decision.state === "too_few" ? "not_shown" : decision.state;
  return {
    key: "accuracy",
    name: "Accuracy",
    kind: "quality",
    direction,
    isPrimary: true,
    isBinary: true,
    unit: "share",
    baseline: 0.858,
    candidate: 0.9,
    change: decision.change,
    relativeChange: null,
    low: decision.interval?.low ?? null,
    high: decision.interval?.high ?? null,
    test: { name: "McNemar exact", p: raw.test.p, adjustedP: raw.test.p, note: "" },
    better,
    worse,
    same,
    pairs: decision.pairs,
    unjudged: 0,
    smallestEffect: null,
    outcome,
    gate: null,
    decision,
    ...over,
  };
}
export const review = (over: Partial<ReviewEvidence> = {}): ReviewEvidence => ({
  decided: 14,
  approved: 13,
  edited: 1,
  rejected: 0,
  safetyRejections: 0,
  reviewers: 2,
  open: 0,
  queueId: "q",
  ...over,
});
export const comparison = (over: Partial<ComparisonEvidence> = {}): ComparisonEvidence => ({
  baseline: baseline(),
  pairs: 480,
  answeredPairs: 480,
  changedCases: 61,
  primary: metric(),
  ...over,
});
export const gateEvidence = (over: Partial<GateEvidence> = {}): GateEvidence => ({
  candidate: { versionId: ids.candidate, versionNumber: 8 },
  current: { versionId: ids.current, versionNumber: 7 },
  environmentName: "production",
  run: run(),
  comparison: comparison(),
  unlike: null,
  dataset: { name: "tickets", versionNumber: 5, exampleCount: 480 },
  demanded: { suite: null, dataset: null },
  review: { changed: review(), run: review(), earlier: [] },
  requestedBy: { id: "maria", name: "Maria Keller" },
  approvals: [],
  ...over,
});
/** Evidence whose comparison has these pairs. */
export const withPairs = (pairs: Pairs, over: Partial<MetricComparison> = {}) =>
  withMetric(metric(pairs, over));
export const withMetric = (primary: MetricComparison, over: Partial<GateEvidence> = {}) =>
  gateEvidence({
    comparison: comparison({ primary }),
    run: run({ overTries: triesOf(primary) }),
    ...over,
  });
export const withSummary = (over: Partial<RunSummary>) =>
  gateEvidence({ run: run({ summary: summary(over) }) });
/** Evidence whose run took this. */
export const effort = (over: Partial<NonNullable<RunEvidence["effort"]>>) =>
  gateEvidence({ run: run({ effort: { ...whole, ...over } }) });
/** An approval, a day after the run ended. */
export const approve = (userId: string, userRole = "engineer"): ApprovalEvidence => ({
  userId,
  userName: userId,
  userRole,
  verdict: "approve",
  createdAt: new Date("2026-11-21T10:00:00Z"),
});
export const gateOf = (
  condition: { kind: ConditionKind } & Record<string, unknown>,
  evidence: Partial<EvidenceDemand> = {},
): Gate => Gate.parse({ evidence, conditions: [condition] });

/** Evidence as a condition judges it: its status, and what its sentence must say. */
export type GateRow = [
  title: string,
  condition: { kind: ConditionKind } & Record<string, unknown>,
  gathered: GateEvidence,
  status: ConditionStatus,
  says: RegExp,
];

/** What must be done is said exactly where a condition is not met. */
export function expectJudged([, condition, gathered, status, says]: GateRow): void {
  const [judged] = judgeGate(gateOf(condition), gathered).conditions;
  expect(judged?.sentence).toMatch(says);
  expect(judged?.status).toBe(status);
  expect(judged?.whatToDo === null).toBe(status === "met");
}
