/**
 * The door for programs without a server and without a database (the command line): the same evaluators, comparison
 * and summary, over values alone. Nothing here reads a context.
 */
export { codeChecker } from "./code/checker.ts";
export { runCode, scoreCode } from "./code/run-code.ts";
export { compareLatency } from "./comparisons/effort.ts";
export { settle } from "./comparisons/metrics.ts";
export { compareQuality } from "./comparisons/quality.ts";
export { comparisonVerdict } from "./comparisons/verdict.ts";
export { faultOf, score } from "./evaluators/score.ts";
export { summariseRun } from "./runs/summarise.ts";
export type { Pair, Side } from "./comparisons/pairs.ts";
export type { ComparisonVerdict, MetricComparison } from "./comparisons/schema.ts";
export type { ScoreResult } from "./evaluators/schema.ts";
export type { EvaluatorDependencies } from "./evaluators/scorer.ts";
export type { Sample, SampleCall, SampleTool } from "./evaluators/text.ts";
export type { RunSummary } from "./runs/summary-shape.ts";
