import "./data.ts";

export { benchmarkOf, benchmarkScores } from "./benchmarks/read.ts";
export { runOnBenchmark } from "./benchmarks/run.ts";
export { clearBenchmark, setBenchmark } from "./benchmarks/set.ts";
export { compareManyRuns, compareRuns } from "./comparisons/compare.ts";
export { listCaseComparisons, listCaseIdsToReview, listScorePairs } from "./comparisons/cases.ts";
export { exportComparison } from "./comparisons/export.ts";
export { decideOverTries } from "./comparisons/tries.ts";
export { findComparableRuns } from "./comparisons/find.ts";
export {
  /** @internal The tenancy test walks it. */ casesByIds,
  countCases,
  getCase,
  listCases,
} from "./runs/cases.ts";
export { postRun } from "./external/post.ts";
export { cancelRun } from "./runs/cancel.ts";
export { countFailedCases, runsOfExample } from "./runs/failures.ts";
export { watchRuns } from "./runs/job.ts";
export { measureRun } from "./runs/measure.ts";
export { getRun, getRunProgress, listRuns } from "./runs/read.ts";
export { startRun, startRuns } from "./runs/start.ts";
export { /** @internal The tenancy test walks it. */ workOnRun } from "./runs/work.ts";
export { archiveSuite, createSuite, saveSuiteVersion } from "./suites/save.ts";
export { getSuite, getSuiteVersion, listSuites } from "./suites/read.ts";
export { tryEvaluator } from "./tries/try.ts";
export type { Benchmark, BenchmarkScore, BenchmarkScores } from "./benchmarks/schema.ts";
export type { Case, Run, RunProgress, RunStatus, Score } from "./runs/schema.ts";
export type {
  CaseComparison,
  Comparison,
  MetricComparison,
  ComparisonVerdict,
} from "./comparisons/schema.ts";
export type { EvaluatorSummary, RunSummary } from "./runs/summary-shape.ts";
export type { Suite, SuiteContent, SuiteVersion } from "./suites/schema.ts";
export { listEvaluators } from "./evaluators/list.ts";
export type { EvaluatorInfo } from "./evaluators/list.ts";
export { schemaProblem } from "./evaluators/kinds/json-schema/score.ts";
export { isDatasetJudgedBy } from "./runs/judged-by.ts";
