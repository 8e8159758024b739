import { descriptorOf } from "./descriptors.ts";
import { isNegatable, passesCase } from "./measure.ts";
import { type Evaluator, mostReasonLetters, type ScoreResult } from "./schema.ts";
import type { EvaluatorDependencies, Fault } from "./scorer.ts";
import { scorerOf } from "./scorers.ts";
import type { Sample } from "./text.ts";
import type { Judgement } from "./judgement.ts";

/** Scores one case with one evaluator. Throws only when cancelled; what cannot be judged has a null value. */
export async function score(
  evaluator: Evaluator,
  sample: Sample,
  dependencies: EvaluatorDependencies,
): Promise<ScoreResult> {
  const given = await scorerOf(evaluator.kind).score(evaluator.config, sample, dependencies);
  const { isMiss = false, ...verdict } = given;
  const isTurned = evaluator.isNegated === true && isNegatable(evaluator) && !isMiss;
  const final = isTurned ? turned(verdict) : verdict;
  const reasoning = final.reasoning?.slice(0, mostReasonLetters) ?? null;
  return { ...final, reasoning, isPassed: passed(evaluator, final.value) };
}

/** The fault of an evaluator that could judge no case; null where it can. */
export async function faultOf({ kind, config }: Evaluator): Promise<Fault | null> {
  return (await scorerOf(kind).faultOf?.(config)) ?? null;
}

/** Right becomes wrong; what could not be judged stays so. */
function turned({ value, ...rest }: Judgement): Judgement {
  return { ...rest, value: value === null ? null : 1 - value };
}

/** A figure of the call passes within the suite's limit, and is not asked where there is none. */
function passed(evaluator: Evaluator, value: number | null): boolean | null {
  const { measure } = descriptorOf(evaluator.kind);
  if (value === null) return null;
  if (measure.type !== "number") return passesCase(evaluator, value);
  return evaluator.threshold === undefined ? null : value <= evaluator.threshold / measure.callsPerLimit;
}
