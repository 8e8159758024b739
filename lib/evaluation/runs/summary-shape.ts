import type { EvaluatorKind } from "../evaluators/schema.ts";

/** Aggregate of one evaluator over a run, written when the run ends. */
export type EvaluatorSummary = {
  key: string;
  name: string;
  kind: EvaluatorKind;
  isSafety: boolean;
  /** Absent in summaries written before it was kept: then higher, but for latency and cost. */
  direction?: "higher" | "lower";
  isPrimary: boolean;
  /** Mean of 0..1 for quality, p95 in ms for latency, USD per 1,000 calls for cost; null when nothing was judged. */
  value: number | null;
  /** Of cost: calls whose provider did not count, so that the value is an estimate. */
  estimatedCalls?: number;
  /** Judged, but too few for the value: a p95 of fewer than 59 calls. */
  isTooFew?: boolean;
  /** 95 % interval of `value` and how it was found; null where so few calls have none. wilson and bootstrap are of runs before 0.2. */
  low: number | null;
  high: number | null;
  method: "exact" | "bounded mean" | "unseen value" | "order statistics" | "wilson" | "bootstrap" | "none";
  /** Every judged score was 0 or 1. */
  isBinary: boolean;
  judged: number;
  /** Examples with a judged answer, where a run asks for several: they are what the interval counts. */
  examples?: number;
  /** Answered, but not judged, and why: how often each reason was given, the most frequent first. */
  unjudged: number;
  reasons?: { text: string; count: number }[];
  passed: number;
  failed: number;
  threshold: number | null;
  gate: "met" | "unmet" | "unsure" | "none";
};

/** A chance over k answers to one example, its 95 % interval, and over how many examples with k known answers. */
export type AtK = { k: number; value: number; low: number; high: number; examples: number };

/** How often and how steadily a run with several samples is right. */
export type Repeats = {
  /** Answers asked for each example. */
  samples: number;
  /** Examples with an answer that is known to be right or not. */
  examples: number;
  /** At least one of k answers is right (unbiased, Chen et al. 2021). */
  passAtK: AtK[];
  /** All of k answers are right (pass^k, Yao et al. 2024). */
  passAllK: AtK[];
  /** Examples, of those with several known answers: always right, never, now and then. */
  always: number;
  never: number;
  flaky: number;
};

/** By which rules a summary was made; raise it when they change, and older ones are worked out again at the next start. */
export const summaryRules = 4;

/** What a finished run says, kept in `runs.summary`. */
export type RunSummary = {
  /** Absent in summaries of 0.1.0. */
  rules?: number;
  evaluators: EvaluatorSummary[];
  /** Weighted mean of the quality evaluators' means, 0..1. */
  score: number | null;
  succeeded: number;
  failed: number;
  cancelled: number;
  /** Cases per error code. */
  errors: Record<string, number>;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  costUsd: number | null;
  costPer1000Usd: number | null;
  carbonGrams: number | null;
  carbonGramsPer1000: number | null;
  inputTokens: number;
  outputTokens: number;
  /** Calls whose provider did not count: their tokens, cost and carbon are estimates, and so are the sums. Absent before 0.2. */
  estimatedCalls?: number;
  /** Absent in runs with one sample. */
  repeats?: Repeats;
  durationMs: number | null;
  /** Every threshold and safety demand of the suite: met with confidence, not met, or not shown either way. */
  gate: "met" | "unmet" | "unsure" | "none";
  verdict: { headline: string; sentence: string };
};
