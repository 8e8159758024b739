/** One side of a pair: what a case of a run says. */
export type Side = {
  isAnswered: boolean;
  scores: ReadonlyMap<string, number | null>;
  latencyMs: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
  isUsageEstimated?: boolean | null;
};

export type Pair = { baseline: Side; candidate: Side };
