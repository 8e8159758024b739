export * from "./runs/schema.ts";
export * from "./suites/schema.ts";
export { BenchmarkOfInput, RunBenchmarkInput, SetBenchmarkInput } from "./benchmarks/schema.ts";
export type { Benchmark, BenchmarkScore, BenchmarkScores } from "./benchmarks/schema.ts";
export {
  CompareManyRunsInput,
  CompareRunsInput,
  ListCaseComparisonsInput,
  caseViews,
} from "./comparisons/schema.ts";
export type {
  CaseComparison,
  CaseView,
  ComparedRun,
  Comparison,
  MetricComparison,
  OverTries,
  ComparisonVerdict,
} from "./comparisons/schema.ts";
export type { ManyRow } from "./comparisons/many-rows.ts";
export { PostRunInput } from "./external/schema.ts";
export type { ExternalRun } from "./runs/external-shape.ts";
export { Evaluator } from "./evaluators/schema.ts";
export type { EvaluatorKind } from "./evaluators/schema.ts";
export type { EvaluatorField } from "./evaluators/fields.ts";
export { TryEvaluatorInput } from "./tries/schema.ts";
export type { EvaluatorTry } from "./tries/schema.ts";
export type { Measured, RunEffort } from "./runs/effort-shape.ts";
export type { EvaluatorSummary, RunSummary } from "./runs/summary-shape.ts";
