import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { evaluatorKinds } from "./constants.ts";

export { evaluatorKinds, evaluatorTable, isQuality } from "./constants.ts";

export const EvaluatorKind = z.enum(evaluatorKinds);
export type EvaluatorKind = z.infer<typeof EvaluatorKind>;

/** What is judged: the whole output, or one field of it when it is JSON (dots reach deeper). */
const outputField = z.string().max(200).optional();
/** What it is compared with: the whole reference, or one field of it when it is an object. */
const referenceField = z.string().max(200).optional();

const normalisation = {
  trim: z.boolean().default(true),
  ignoreCase: z.boolean().default(false),
  collapseSpaces: z.boolean().default(true),
  ignorePunctuation: z.boolean().default(false),
};

const Text = z.string().min(1).max(2000);

/** Fewer than 32 kB, so that a pasted schema cannot stall a run. */
const JsonSchema = z
  .record(z.string(), z.unknown())
  .refine((schema) => JSON.stringify(schema).length <= 32_768, "A JSON schema may have at most 32 kB.");

const base = {
  key: z.string().regex(/^[a-z0-9_]{1,40}$/, "A key has 1 to 40 of a-z, 0-9 and _."),
  name: z.string().trim().min(1).max(60),
  /** Share in the weighted score; 0 keeps it out of the score but in the tables. */
  weight: z.number().min(0).max(100).default(1),
  /**
   * What the suite demands of the run: quality, the mean (0..1) at least; latency, p95 in ms at most;
   * cost, US dollars per 1,000 calls at most.
   */
  threshold: z.number().min(0).optional(),
  /** A case passes at this score or above, or at most at it where less is better. */
  passScore: z.number().min(0).max(1).default(0.5),
  /** One failed case fails the gate. */
  isSafety: z.boolean().default(false),
  direction: z.enum(["higher", "lower"]).default("higher"),
};
const ofKind = <Kind extends EvaluatorKind, Config extends z.ZodRawShape>(kind: Kind, config: Config) =>
  z.object({ ...base, kind: z.literal(kind), config: z.object(config) });

/** One evaluator of a suite version: kind, typed configuration, weight and threshold. */
export const Evaluator = z.discriminatedUnion("kind", [
  ofKind("exact", { outputField, referenceField, ...normalisation }),
  ofKind("contains", {
    outputField,
    /** Texts to look for; without any, the reference is looked for. */
    texts: z.array(Text).max(50).default([]),
    referenceField,
    mode: z.enum(["all", "any", "none"]).default("all"),
    ignoreCase: z.boolean().default(true),
  }),
  ofKind("regex", {
    outputField,
    pattern: z.string().min(1).max(1000),
    ignoreCase: z.boolean().default(false),
    mustMatch: z.boolean().default(true),
  }),
  ofKind("json_schema", { outputField, schema: JsonSchema }),
  ofKind("length", {
    outputField,
    unit: z.enum(["characters", "words", "tokens"]).default("words"),
    min: z.number().int().min(0).optional(),
    max: z.number().int().min(0).optional(),
  }),
  ofKind("similarity", { outputField, referenceField }),
  ofKind("rouge_l", { outputField, referenceField }),
  ofKind("llm_judge", {
    target: ModelTarget,
    rubric: z.string().trim().min(1, "Write what the judge should look for.").max(8000),
    /** The judge's scale; its score is mapped to 0..1. */
    scaleMin: z.number().int().default(1),
    scaleMax: z.number().int().default(5),
    /** False lets the judge give fractions; left out, only a scale of 0 to 1 takes them. */
    wholeScores: z.boolean().optional(),
    showReference: z.boolean().default(true),
    outputField,
    referenceField,
  }),
  ofKind("latency", {}).extend({ direction: z.literal("lower").default("lower") }),
  ofKind("cost", {}).extend({ direction: z.literal("lower").default("lower") }),
]);
export type Evaluator = z.infer<typeof Evaluator>;
export type EvaluatorOf<Kind extends EvaluatorKind> = Extract<Evaluator, { kind: Kind }>;

/**
 * What an evaluator says of one case. `value` is 0..1 for quality, raw ms or USD for latency and cost,
 * null when it could not be judged (no reference, judge unreadable): null is never counted as 0.
 */
export type ScoreResult = {
  value: number | null;
  isPassed: boolean | null;
  reasoning: string | null;
  details?: unknown;
};
