import { z } from "zod";
import { Evaluator, type ScoreResult } from "../evaluators/schema.ts";

/** An evaluator as it is, saved or not, on one answer: of an example, whose reference and inputs it takes, or a pasted one. */
export const TryEvaluatorInput = z.object({
  evaluator: Evaluator,
  output: z.string().max(100_000),
  exampleId: z.uuid().optional(),
  /** Left out: the example's, or none. */
  reference: z.string().max(100_000).optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
});
export type TryEvaluatorInput = z.input<typeof TryEvaluatorInput>;

/** What the evaluator said, and the recorded calls of the models it asked. */
export type EvaluatorTry = ScoreResult & {
  /** US dollars of all calls; null where one has no known price, 0 where nothing was asked. */
  costUsd: number | null;
  generationIds: string[];
};
