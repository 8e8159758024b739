/** One side of a pair: what a run says of an example, over all its samples. */
export type Side = {
  /** Any of its samples is answered. */
  isAnswered: boolean;
  /** Of every evaluator the mean over the samples it judged. */
  scores: ReadonlyMap<string, number | null>;
  /** Of its first sample, where that was answered: a percentile of calls is no matter of means. */
  latencyMs: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
  isUsageEstimated?: boolean | null;
  /** Where the run asked more than once; else the side is its only sample. */
  samples?: readonly Side[];
};

export type Pair = { baseline: Side; candidate: Side };

/** Every answer of a side. */
export function samplesOf<Sample extends Side>(
  side: Sample & { samples?: readonly Sample[] },
): readonly Sample[] {
  return side.samples ?? [side];
}

/** A score that is no number was not judged. */
export function judged(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
