import { z } from "zod";
import { mostReasonLetters } from "../evaluators/schema.ts";

const Name = z.string().trim().min(1, "Give it a name.").max(80);
const share = z.number().min(0, "A score is from 0 to 1.").max(1, "A score is from 0 to 1.");
const figure = z.number().min(0).nullable().default(null);

const PostedScore = z.object({
  /** The metric. */
  name: z.string().trim().min(1).max(60),
  /** 0 to 1; null where it could not be judged, which is never counted as 0. */
  value: share.nullable(),
  /** Left out: passed at 0.5 or above. */
  isPassed: z.boolean().nullable().optional(),
  reasoning: z.string().max(mostReasonLetters).nullable().default(null),
});

const PostedCase = z
  .object({
    inputs: z
      .record(z.string().min(1).max(200), z.json())
      .refine((inputs) => Object.keys(inputs).length > 0, "A case needs at least one input."),
    reference: z.json().default(null),
    metadata: z.record(z.string().min(1).max(200), z.json()).default({}),
    output: z.string().max(100_000).nullable(),
    /** Why there is no output. */
    error: z.string().max(2_000).nullable().default(null),
    latencyMs: figure,
    costUsd: figure,
    inputTokens: z.number().int().min(0).nullable().default(null),
    outputTokens: z.number().int().min(0).nullable().default(null),
    /** The program's own word, null where nobody could judge it. Left out: passed where a score passed and none failed. */
    isPassed: z.boolean().nullable().optional(),
    /** A metric that does not stand here was not asked of this case. */
    scores: z.array(PostedScore).max(30, "A case has at most 30 scores.").default([]),
  })
  .refine(({ output, error }) => (output === null) !== (error === null), {
    message: "A case has an output, or an error that says why not.",
    path: ["output"],
  });

/** Results of another program, as a run that is compared like any other. */
export const PostRunInput = z.object({
  /** The program's own id for these results: posting them again gives the same run. */
  id: z.string().trim().min(1).max(200),
  /** What was evaluated, and in which version of it. */
  program: Name,
  version: z.string().trim().max(120).default(""),
  /** What answered, in the program's words. */
  model: z.string().trim().max(200).default(""),
  /** Name of the dataset its cases belong to, and of the suite of its metrics; left out, the program's. Made where they are not. */
  dataset: Name.optional(),
  suite: Name.optional(),
  /** The metric the verdict rests on; left out, the first. */
  primaryMetric: z.string().trim().min(1).max(60).optional(),
  durationMs: z.number().int().min(0).max(31_536_000_000).default(0),
  cases: z.array(PostedCase).min(1, "Post at least one case.").max(10_000, "Post at most 10,000 cases."),
});
export type PostRunInput = z.input<typeof PostRunInput>;
export type PostedRun = z.output<typeof PostRunInput>;
