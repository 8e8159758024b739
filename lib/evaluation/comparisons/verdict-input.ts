import type { MetricComparison } from "./schema.ts";

/** What the sentence of a comparison is made from. */
export type VerdictInput = {
  /** How the sides are called: "version 8", or "run 12" where both ran the same version. */
  baseline: string;
  candidate: string;
  metrics: readonly Pick<
    MetricComparison,
    | "key"
    | "name"
    | "kind"
    | "unit"
    | "direction"
    | "isPrimary"
    | "outcome"
    | "change"
    | "estimatedCalls"
    | "relativeChange"
    | "low"
    | "high"
    | "pairs"
    | "unjudged"
    | "unjudgedAnswers"
    | "smallestEffect"
  >[];
  /** Calls of the candidate on the examples both runs have, and of these how many both answered. */
  calls: number;
  pairs: number;
  isSimulated: boolean;
  /** What differs beside the version: "the models (a, b)". Then a change cannot be put down to the version. */
  unlike: readonly string[];
  /** Safety checks the candidate failed or left unjudged, on how many of all its cases. */
  safety: readonly { name: string; failed: number; unjudged: number }[];
  /** Safety checks that could not judge answers of the baseline, and how many. */
  baselineUnjudged: readonly { name: string; unjudged: number }[];
  /** Calls of each side that failed. */
  failed: { baseline: number; candidate: number };
};
