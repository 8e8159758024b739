import { z } from "zod";
import type { PairedDecision } from "#statistics";
import { PageInput } from "#platform/pagination";

export const CompareRunsInput = z.object({ baselineRunId: z.uuid(), candidateRunId: z.uuid() });
export type CompareRunsInput = z.input<typeof CompareRunsInput>;

export const CompareManyRunsInput = z.object({
  baselineRunId: z.uuid(),
  candidateRunIds: z.array(z.uuid()).min(1).max(8),
});
export type CompareManyRunsInput = z.input<typeof CompareManyRunsInput>;

/** Views of a comparison's cases, in the order of the segmented control. */
export const caseViews = ["regressions", "improvements", "different", "all"] as const;
export type CaseView = (typeof caseViews)[number];

export const ListCaseComparisonsInput = PageInput.extend({
  baselineRunId: z.uuid(),
  candidateRunId: z.uuid(),
  which: z.enum(caseViews).default("regressions"),
});
export type ListCaseComparisonsInput = z.input<typeof ListCaseComparisonsInput>;

export type MetricKind = "quality" | "safety" | "cost" | "latency" | "carbon";
/** What the interval and the adjusted test say of a change; "not_shown" is not "equal", "too_few" has too few judged pairs. */
export type MetricOutcome = "better" | "worse" | "not_shown" | "too_few" | "unknown";
/** met: shown with 95 % confidence; unmet: shown to fail; unsure: these cases cannot tell. */
export type GateState = "met" | "unmet" | "unsure";

/** One metric of two runs over the examples both have answered. */
export type MetricComparison = {
  key: string;
  name: string;
  kind: MetricKind;
  direction: "higher" | "lower";
  isPrimary: boolean;
  /** All judged scores are 0 or 1: values are shares. */
  isBinary: boolean;
  /** share and score are 0..1; usd and grams per 1,000 calls; ms is p95. */
  unit: "share" | "score" | "usd" | "ms" | "grams";
  baseline: number | null;
  candidate: number | null;
  /** Of cost and carbon: calls on either side whose provider did not count, so that the value is an estimate. */
  estimatedCalls?: { baseline: number; candidate: number };
  /** candidate - baseline, in `unit`. */
  change: number | null;
  /** (candidate - baseline) / baseline. */
  relativeChange: number | null;
  /** 95 % interval of the change: of `change` for share and score, of `relativeChange` else. */
  low: number | null;
  high: number | null;
  test: {
    name: "McNemar exact" | "bounded mean" | "ratio of means" | "order statistics" | "exact bound" | "none";
    p: number | null;
    adjustedP: number | null;
    note: string;
  };
  /** Pairs where the candidate is better, worse, the same. */
  better: number;
  worse: number;
  same: number;
  pairs: number;
  /** Pairs both sides answered that could not be judged on both: an evaluator that failed. */
  unjudged: number;
  /** Where a run has several samples: answers without a score on pairs that were judged by the others. */
  unjudgedAnswers?: number;
  /** The smallest change these cases could have shown by the test that is used (80 % power, 5 % over all tests), in `unit`. */
  smallestEffect: number | null;
  outcome: MetricOutcome;
  /** What the pairs decide; null for cost, latency and carbon. */
  decision: PairedDecision | null;
  gate: { state: GateState; label: string } | null;
};

/** A figure over all tries, with its interval at their confidence; n is cases. */
type OwnOverTries = { value: number; low: number; high: number; n: number };

/** What all tries of a version say together of the primary metric, and against the version in use. */
export type OverTries = {
  /** How often the two could be looked at, so that stopping at the luckiest wins nothing. */
  looks: number;
  /** Of the intervals: 95 % at the first look, 1 - 5 % / looks² at a later one. */
  confidence: number;
  own: OwnOverTries | null;
  /** Paired with the tries of the baseline; null without a baseline. */
  decision: PairedDecision | null;
  /** Cases of the candidate that failed or could not be judged in some try, each counted as a miss there. */
  misses: number;
  /** Tries of which a safety evaluator failed an answer, the newest first: how many cases, of how many answered. */
  unsafe: { runNumber: number; failed: number; answered: number }[];
};

export type CaseSide = {
  caseId: string;
  status: string;
  output: string | null;
  generationId: string | null;
  errorMessage: string | null;
  reasoning: string | null;
};

/** One example in both runs. */
export type CaseComparison = {
  exampleId: string;
  position: number;
  inputs: Record<string, unknown>;
  reference: unknown;
  baseline: CaseSide;
  candidate: CaseSide;
  scores: { key: string; name: string; baseline: number | null; candidate: number | null }[];
  kind: "regression" | "improvement" | "same";
  isDifferent: boolean;
};

export type VerdictKind = "better" | "worse" | "mixed" | "no_difference" | "too_few" | "simulated";

/** The sentence a comparison opens with: `headline` is its bold beginning, `rest` continues it. */
export type ComparisonVerdict = { kind: VerdictKind; headline: string; rest: string; sentence: string };

export type ComparedRun = {
  runId: string;
  runNumber: number;
  /** Null, with the version, where another program made the results. */
  promptId: string | null;
  promptPath: string;
  versionId: string | null;
  versionNumber: number | null;
  model: string;
  datasetName: string;
  datasetVersionNumber: number;
  suiteName: string;
  suiteVersionNumber: number;
  status: string;
  isSimulated: boolean;
  isDemo: boolean;
};

/** Two runs, metric by metric. Cases are read in pages with `listCaseComparisons`. */
export type Comparison = {
  baseline: ComparedRun;
  candidate: ComparedRun;
  verdict: ComparisonVerdict;
  metrics: MetricComparison[];
  /** Examples both runs have. */
  pairs: number;
  /** What is not alike beside the version: then a change cannot be put down to the version. */
  unlike: string[];
  /** Of those, how many both runs answered. */
  answeredPairs: number;
  counts: Record<CaseView, number>;
  /** How many tests the Holm adjustment covers. */
  holmOver: number;
  /** Smallest change of the primary metric these cases could show. */
  smallestEffect: number | null;
  isSimulated: boolean;
  warnings: string[];
};
