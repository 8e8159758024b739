import type { z } from "zod";

/** Where the editor's menu lists an evaluator. */
export const evaluatorCategories = {
  text: "Rules on the text",
  form: "Form",
  calls: "Tools and ending",
  reference: "Nearness to the reference",
  judge: "Judged by a model",
  own: "Your own",
  effort: "Time and money",
  outside: "Posted by programs",
} as const;
export type EvaluatorCategory = keyof typeof evaluatorCategories;

/** What a score is: right or wrong (a share over a run), graded from 0 to 1, or a raw figure of the call. */
export type Measure =
  | { type: "boolean" }
  | { type: "scale" }
  | {
      type: "number";
      unit: "ms" | "usd";
      /** "95th percentile": what a run makes of the figures of its calls. */
      aggregate: string;
      /** "Latency of this call". */
      ofOneCall: string;
      /** "95th percentile at most, ms": what a suite's threshold limits. */
      limit: string;
      /** A threshold is for so many calls. */
      callsPerLimit: number;
    };

/** What must be there for a case to be judged. */
export type EvaluatorNeed = "reference" | "judge" | "embedding" | "source" | "sandbox";

/** Texts and figures of a case that an evaluator looks at. */
export type EvaluatorText =
  | "output"
  | "reference"
  | "inputs"
  | "toolCalls"
  | "finishReason"
  | "latency"
  | "cost";

/**
 * Everything the house knows of one kind of evaluator, except how it scores (`score.ts` beside it, for servers only):
 * what is stored, what the editor draws, what the API documents. Browsers read it.
 */
export type EvaluatorDescriptor<Kind extends string = string, Config extends z.ZodObject = z.ZodObject> = {
  /** Its name in stored suites; never changed. */
  kind: Kind;
  title: string;
  /** One line: what it looks at. */
  about: string;
  category: EvaluatorCategory;
  /** Its parameters, each made with `field()`. New ones need a default: stored suites lack them. */
  config: Config;
  measure: Measure;
  /** Where a new one of this kind starts; a suite may turn it round. Higher where nothing is said. */
  direction?: "higher" | "lower";
  /** The score at which a case passes where a suite says nothing; 0.5 where this says nothing either. */
  passScore?: number;
  /** A parameter of its own turns it round, so that "not" is not offered. */
  hasOwnNegation?: boolean;
  /** Its scores are posted with results of another program; no suite of the studio can ask for one. */
  isReported?: boolean;
  texts: readonly EvaluatorText[];
  needs: readonly EvaluatorNeed[];
  /** What one case costs, in words. */
  cost: string;
  /** Where it is wrong, and the document of `docs/measurements` with the figures; null where nobody has measured. */
  knownError: { text: string; measured: string | null };
  /** A case that shows it; a test scores it. */
  example: {
    config: z.input<Config>;
    output: string;
    reference?: unknown;
    inputs?: Record<string, unknown>;
    toolCalls?: readonly { name: string; arguments: string }[];
    finishReason?: string;
    value: number | null;
  };
  /** What a new one begins with, where that is not the schema's default. */
  start?: { key?: string; name?: string; config?: Partial<z.input<Config>> };
  /** What is wrong with parameters that are each right; suites stored earlier may be. */
  problemOf?(config: z.output<Config>): { field: string; message: string } | null;
  /** The messages a model gets, to be read before they are paid for. */
  messagesOf?(config: z.output<Config>): { role: "system" | "user"; content: string }[];
};

/** Keeps a descriptor's own types, which `satisfies` alone would widen. */
export function defineEvaluator<const Kind extends string, Config extends z.ZodObject>(
  descriptor: EvaluatorDescriptor<Kind, Config>,
): EvaluatorDescriptor<Kind, Config> {
  return descriptor;
}

/** The parameters of a kind, as its `score` gets them. */
export type ConfigOf<Descriptor extends EvaluatorDescriptor> = z.output<Descriptor["config"]>;
