import { z } from "zod";
import type { EvaluatorDescriptor, Measure } from "./descriptor.ts";
import { descriptors, type EvaluatorKind } from "./descriptors.ts";

export type { EvaluatorKind } from "./descriptors.ts";

const passScoreOf = (start: number) => z.number().min(0).max(1).default(start);

const shared = {
  key: z.string().regex(/^[a-z0-9_]{1,40}$/, "A key has 1 to 40 of a-z, 0-9 and _."),
  name: z.string().trim().min(1, "Give it a name.").max(60),
  /** Share in the weighted score; 0 keeps it out of the score but in the tables. */
  weight: z.number().min(0).max(100).default(1),
  /**
   * What the suite demands of the run: quality, the mean (0..1) at least; latency, p95 in ms at most;
   * cost, US dollars per 1,000 calls at most.
   */
  threshold: z.number().min(0).optional(),
  /** A case passes at this score or above, or at most at it where less is better. */
  passScore: passScoreOf(0.5),
  /** One failed case fails the gate. */
  isSafety: z.boolean().default(false),
  /** "Not": right where the rule does not hold. For rules that are right or wrong. */
  isNegated: z.boolean().optional(),
};

const directionOf = (measure: Measure, start: "higher" | "lower" = "higher") =>
  // A figure of the call has one good direction.
  z.enum(measure.type === "number" ? [start] : ["higher", "lower"]).default(start) as z.ZodDefault<
    z.ZodEnum<{ higher: "higher"; lower: "lower" }>
  >;

type Shared = typeof shared & { direction: ReturnType<typeof directionOf> };
type SchemaOf<Descriptor> =
  Descriptor extends EvaluatorDescriptor<infer Kind, infer Config>
    ? z.ZodObject<Shared & { kind: z.ZodLiteral<Kind>; config: Config }>
    : never;
type Schemas<List extends readonly unknown[]> = { [Place in keyof List]: SchemaOf<List[Place]> };

const schemas = descriptors.map(({ kind, config, measure, ...descriptor }) =>
  z.object({
    ...shared,
    passScore: passScoreOf(("passScore" in descriptor ? descriptor.passScore : undefined) ?? 0.5),
    direction: directionOf(measure, "direction" in descriptor ? descriptor.direction : undefined),
    kind: z.literal(kind),
    config,
  }),
);

/** One evaluator of a suite version: kind, typed configuration, weight and threshold. */
export const Evaluator = z.discriminatedUnion(
  "kind",
  // One schema a descriptor, in the list's order: what `map` forgets about a tuple.
  schemas as unknown as Schemas<typeof descriptors>,
);
export type Evaluator = z.infer<typeof Evaluator>;
export type EvaluatorOf<Kind extends EvaluatorKind> = Extract<Evaluator, { kind: Kind }>;

/** Letters of a reason that are kept, whoever wrote it: a judge, a person's own code, another program. */
export const mostReasonLetters = 4_000;

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
