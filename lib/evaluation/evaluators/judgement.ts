import type { ScoreResult } from "./schema.ts";

/** A score before it is asked whether a case passes with it. */
export type Judgement = Omit<ScoreResult, "isPassed"> & {
  /** There is nothing to judge (no such field, not JSON): wrong, also for an evaluator that is turned round. */
  isMiss?: boolean;
};

/** A score of 0..1. */
export function graded(value: number, reasoning: string, details?: unknown): Judgement {
  return {
    value: Math.min(1, Math.max(0, value)),
    reasoning,
    ...(details === undefined ? {} : { details }),
  };
}

/** No score, which is never counted as 0, and why. */
export function unjudged(reasoning: string, details?: unknown): Judgement {
  return { value: null, reasoning, ...(details === undefined ? {} : { details }) };
}

/** No score, because the texts are longer than what is compared: a part of them says nothing of the whole. */
export function tooLong(most: number, what: string): Judgement {
  return unjudged(`Too long to compare: at most ${most.toLocaleString("en")} ${what}.`);
}

/** Right or wrong. */
export function binary(isRight: boolean, reasoning: string): Judgement {
  return { value: isRight ? 1 : 0, reasoning };
}

/** Wrong, because the output lacks what is to be judged. */
export function miss(reasoning: string): Judgement {
  return { value: 0, reasoning, isMiss: true };
}

/** A raw figure of the call, or why it is not known. */
export function figure(value: number | null, missing: string): Judgement {
  return value === null ? unjudged(missing) : { value, reasoning: null };
}
