import type { EvaluatorKind } from "#schema/evaluation";

/** One field of an evaluator's configuration, as the editor draws it. */
export type ConfigField = {
  name: string;
  label: string;
  type: "text" | "code" | "long" | "number" | "boolean" | "choice" | "lines" | "json" | "model";
  hint?: string;
  choices?: readonly { value: string; label: string }[];
  /** What counts where nothing is said. */
  whenAbsent?: (config: Record<string, unknown>) => unknown;
};

const output: ConfigField = {
  name: "outputField",
  label: "Field of the output",
  type: "code",
  hint: "Where the output is JSON: category, or answer.category. Empty: the whole output.",
};
const reference: ConfigField = {
  name: "referenceField",
  label: "Field of the reference",
  type: "code",
  hint: "Where the reference is an object. Empty: the whole reference.",
};

/** What each kind of evaluator can be told. */
export const configFields: Record<EvaluatorKind, readonly ConfigField[]> = {
  exact: [
    output,
    reference,
    { name: "ignoreCase", label: "Ignore upper and lower case", type: "boolean" },
    { name: "ignorePunctuation", label: "Ignore punctuation", type: "boolean" },
    { name: "collapseSpaces", label: "Treat all white space alike", type: "boolean" },
    { name: "trim", label: "Ignore spaces around", type: "boolean" },
  ],
  contains: [
    { name: "texts", label: "Texts, one a line", type: "lines", hint: "Empty: the reference is looked for." },
    {
      name: "mode",
      label: "The output must contain",
      type: "choice",
      choices: [
        { value: "all", label: "all of them" },
        { value: "any", label: "at least one" },
        { value: "none", label: "none of them" },
      ],
    },
    { name: "ignoreCase", label: "Ignore upper and lower case", type: "boolean" },
    output,
    reference,
  ],
  regex: [
    {
      name: "pattern",
      label: "Pattern",
      type: "code",
      hint: "RE2 syntax: linear time, no look-around. Reads the first 1,000,000 characters.",
    },
    { name: "ignoreCase", label: "Ignore upper and lower case", type: "boolean" },
    { name: "mustMatch", label: "The output must match", type: "boolean", hint: "Off: it must not." },
    output,
  ],
  json_schema: [
    {
      name: "schema",
      label: "JSON schema",
      type: "json",
      hint: "Draft 04 to 2020-12 by its $schema; formats are checked, nothing is fetched for a $ref.",
    },
    output,
  ],
  length: [
    {
      name: "unit",
      label: "Counted in",
      type: "choice",
      choices: [
        { value: "words", label: "words" },
        { value: "characters", label: "characters" },
        { value: "tokens", label: "tokens, as GPT-4o counts" },
      ],
    },
    { name: "min", label: "At least", type: "number" },
    { name: "max", label: "At most", type: "number" },
    output,
  ],
  similarity: [
    output,
    {
      ...reference,
      hint: "Where the reference is an object. The built-in embedding models read English; other languages are compared by words, numbers and opposites, or unjudged.",
    },
  ],
  rouge_l: [output, reference],
  llm_judge: [
    { name: "target", label: "Judge", type: "model" },
    {
      name: "rubric",
      label: "Rubric",
      type: "long",
      hint: "What the judge looks for, and what each score means.",
    },
    { name: "scaleMin", label: "Lowest score", type: "number" },
    { name: "scaleMax", label: "Highest score", type: "number" },
    {
      name: "wholeScores",
      label: "Whole scores only",
      type: "boolean",
      hint: "Off: fractions count.",
      whenAbsent: ({ scaleMin, scaleMax }) => !(scaleMin === 0 && scaleMax === 1),
    },
    { name: "showReference", label: "Show the reference to the judge", type: "boolean" },
    output,
    reference,
  ],
  latency: [],
  cost: [],
};

/** A new evaluator of a kind, ready to be saved where nothing has to be said. */
export function startConfig(
  kind: EvaluatorKind,
  model: { connectionId: string; model: string } | undefined,
): Record<string, unknown> {
  switch (kind) {
    case "exact":
      return { trim: true, collapseSpaces: true, ignoreCase: true, ignorePunctuation: false };
    case "contains":
      return { texts: [], mode: "all", ignoreCase: true };
    case "regex":
      return { pattern: "", ignoreCase: false, mustMatch: true };
    case "json_schema":
      return { schema: { type: "object" } };
    case "length":
      return { unit: "words", max: 100 };
    case "llm_judge":
      return { target: model, rubric: "", scaleMin: 1, scaleMax: 5, wholeScores: true, showReference: true };
    case "similarity":
    case "rouge_l":
    case "latency":
    case "cost":
      return {};
    default:
      return kind satisfies never;
  }
}
