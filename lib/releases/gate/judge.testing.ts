import type { EvaluatorSummary, MetricComparison, RunSummary } from "#schema/evaluation";
import type { ApprovalFacts, GateFacts, ReviewFacts, RunFacts } from "./facts.ts";
import { type ConditionKind, Gate } from "./schema.ts";

export const ids = {
  candidate: "00000000-0000-7000-8000-000000000008",
  current: "00000000-0000-7000-8000-000000000007",
  run: "00000000-0000-7000-8000-000000000214",
  base: "00000000-0000-7000-8000-000000000213",
  suite: "00000000-0000-7000-8000-0000000000aa",
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
export const run = (over: Partial<RunFacts> = {}): RunFacts => ({
  runId: ids.run,
  runNumber: 214,
  versionId: ids.candidate,
  versionNumber: 8,
  status: "succeeded",
  isSimulated: false,
  suiteId: ids.suite,
  suiteName: "triage",
  datasetName: "tickets",
  datasetVersionNumber: 5,
  totalCases: 480,
  summary: summary(),
  ...over,
});
const metric = (over: Partial<MetricComparison> = {}): MetricComparison => ({
  key: "accuracy",
  name: "Accuracy",
  kind: "quality",
  direction: "higher",
  isPrimary: true,
  isBinary: true,
  unit: "share",
  baseline: 0.858,
  candidate: 0.9,
  change: 0.042,
  relativeChange: 0.049,
  low: 0.013,
  high: 0.071,
  test: { name: "McNemar exact", p: 0.004, adjustedP: 0.004, note: "" },
  better: 30,
  worse: 10,
  same: 440,
  pairs: 480,
  smallestEffect: 0.03,
  outcome: "better",
  gate: null,
  ...over,
});
export const review = (over: Partial<ReviewFacts> = {}): ReviewFacts => ({
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
export const facts = (over: Partial<GateFacts> = {}): GateFacts => ({
  candidate: { versionId: ids.candidate, versionNumber: 8 },
  current: { versionId: ids.current, versionNumber: 7 },
  environmentName: "production",
  run: run(),
  comparison: {
    baselineRunId: ids.base,
    baselineRunNumber: 213,
    baselineVersionId: ids.current,
    candidateRunId: ids.run,
    answeredPairs: 480,
    changedCases: 61,
    primary: metric(),
  },
  review: { changed: review(), run: review() },
  requestedBy: { id: "maria", name: "Maria Keller" },
  approvals: [],
  ...over,
});
export const withPrimary = (over: Partial<MetricComparison>) =>
  facts({ comparison: { ...facts().comparison, primary: metric(over) } as GateFacts["comparison"] });
export const withSummary = (over: Partial<RunSummary>) => facts({ run: run({ summary: summary(over) }) });
export const approve = (userId: string, userRole = "engineer"): ApprovalFacts => ({
  userId,
  userName: userId,
  userRole,
  verdict: "approve",
});
export const gateOf = (condition: { kind: ConditionKind } & Record<string, unknown>): Gate =>
  Gate.parse({ conditions: [condition] });
