import { descriptorOf, type EvaluatorKind } from "./descriptors.ts";

/** True when a case passes with this score: at `passScore` or above, or at most that where less is better. */
export function passesCase(
  { direction, passScore }: { direction: "higher" | "lower"; passScore: number },
  value: number,
): boolean {
  return direction === "lower" ? value <= passScore : value >= passScore;
}

/** True for evaluators that say something about quality (all but figures of the call: latency and cost). */
export function isQuality({ kind }: { kind: EvaluatorKind }): boolean {
  return descriptorOf(kind).measure.type !== "number";
}

/**
 * How a score of this kind is written, whatever the scores happen to be: what passes or fails as a share, what is
 * graded as a score, so that two runs of one suite read alike.
 */
export function scoreUnit({ kind }: { kind: EvaluatorKind }): "share" | "score" {
  return descriptorOf(kind).measure.type === "boolean" ? "share" : "score";
}

/** True where "not" is offered: a rule that is right or wrong and has no such parameter of its own. */
export function isNegatable({ kind }: { kind: EvaluatorKind }): boolean {
  const { measure, hasOwnNegation = false } = descriptorOf(kind);
  return measure.type === "boolean" && !hasOwnNegation;
}
