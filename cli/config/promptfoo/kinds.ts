import { isRecord } from "../source.ts";

/** An assertion of promptfoo as its reader has it: the value filled and, where it was a file, read. */
export type Written = {
  type: string;
  value: unknown;
  threshold: number | null;
  config: Record<string, unknown>;
};

/** The evaluator of lib/evaluation that says the same, as its schema takes it. */
export type Mapped = {
  kind: string;
  config?: Record<string, unknown>;
  passScore?: number;
  threshold?: number;
  reference?: unknown;
  needsJudge?: boolean;
  needsEmbedder?: boolean;
};
type Mapping = (written: Written) => Mapped | { refused: string };

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));
const list = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map(String)
    : text(value)
        .split(",")
        .map((part) => part.trim());
const contains =
  (mode: "all" | "any", ignoreCase: boolean, isList: boolean): Mapping =>
  ({ value }) => ({
    kind: "contains",
    config: { mode, ignoreCase, texts: isList ? list(value) : [text(value)] },
  });

const schemaOf = (value: unknown): Record<string, unknown> | null => {
  if (value === undefined || value === null || value === "") return {};
  if (isRecord(value)) return value;
  try {
    const parsed: unknown = JSON.parse(text(value));
    return isRecord(parsed) ? parsed : null;
  } catch {
    // Neither a schema nor the text of one.
    return null;
  }
};
const json =
  (extent: "whole" | "anywhere"): Mapping =>
  ({ value }) => {
    const schema = schemaOf(value);
    return schema
      ? { kind: "json_schema", config: { extent, schema } }
      : { refused: "the value is no JSON schema." };
  };
const xml =
  (extent: "whole" | "anywhere"): Mapping =>
  ({ value }) => {
    const required = isRecord(value) ? value["requiredElements"] : value;
    return {
      kind: "xml",
      config: { extent, elements: required === undefined || required === null ? [] : list(required) },
    };
  };
const sql =
  (extent: "whole" | "fenced"): Mapping =>
  ({ value }) => {
    const { databaseType, allowedTables, allowedColumns } = isRecord(value) ? value : {};
    const dialect = typeof databaseType === "string" ? databaseType : "PostgreSQL";
    if (!/^postgres(ql)?$/i.test(dialect))
      return { refused: `SQL is read as PostgreSQL does, not as ${dialect}.` };
    if (allowedColumns !== undefined)
      return { refused: "columns are not held against a list (allowedColumns)." };
    const tables = (Array.isArray(allowedTables) ? allowedTables.map(String) : []).map(
      (name) => name.split("::").at(-1) ?? name,
    );
    return { kind: "sql", config: { extent, tables } };
  };
const near =
  (kind: string, start: number, config: Record<string, unknown> = {}): Mapping =>
  ({ value, threshold }) => ({ kind, config, passScore: threshold ?? start, reference: value });
const toolNames = (value: unknown): Mapped => {
  const { name, pattern, min, max, names, tools, steps, mode } = isRecord(value) ? value : {};
  const written = Array.isArray(value) ? value : (names ?? tools ?? steps ?? name ?? pattern ?? value);
  return {
    kind: "tool_calls",
    config: {
      calls: Array.isArray(written) ? written.map(String) : typeof written === "string" ? [written] : [],
      match: mode === "exact" ? "exactly_in_order" : "all",
      ...(typeof min === "number" ? { min } : {}),
      ...(typeof max === "number" ? { max } : {}),
    },
  };
};
const judge =
  (rubricOf: (value: string) => string, config: Record<string, unknown> = {}): Mapping =>
  ({ value, threshold }) => ({
    kind: "llm_judge",
    config: { rubric: rubricOf(text(value)), showReference: false, ...config },
    passScore: threshold ?? 0.5,
    needsJudge: true,
  });

/** promptfoo's assertions as evaluators of this house; what is not here is named and not done. */
export const kinds: Record<string, Mapping> = {
  equals: ({ value }) => ({
    kind: "exact",
    config: { trim: false, collapseSpaces: false },
    reference: value,
  }),
  contains: contains("all", false, false),
  icontains: contains("all", true, false),
  "contains-any": contains("any", false, true),
  "icontains-any": contains("any", true, true),
  "contains-all": contains("all", false, true),
  "icontains-all": contains("all", true, true),
  "starts-with": ({ value }) => ({ kind: "starts_with", config: { text: text(value) } }),
  regex: ({ value }) => ({ kind: "regex", config: { pattern: text(value) } }),
  "is-json": json("whole"),
  "contains-json": json("anywhere"),
  "is-xml": xml("whole"),
  "contains-xml": xml("anywhere"),
  "is-html": () => ({ kind: "html", config: { extent: "whole" } }),
  "contains-html": () => ({ kind: "html", config: { extent: "anywhere" } }),
  "is-sql": sql("whole"),
  "contains-sql": sql("fenced"),
  "is-refusal": () => ({ kind: "refusal" }),
  "finish-reason": ({ value }) => ({ kind: "finish_reason", config: { reason: text(value) } }),
  "word-count": ({ value }) => {
    const { min, max } = isRecord(value) ? value : { min: Number(value), max: Number(value) };
    return {
      kind: "length",
      config: { unit: "words", ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
    };
  },
  "is-valid-function-call": () => ({ kind: "tool_calls", config: { ownSchema: true, min: 1 } }),
  "is-valid-openai-function-call": () => ({ kind: "tool_calls", config: { ownSchema: true, min: 1 } }),
  "is-valid-openai-tools-call": () => ({ kind: "tool_calls", config: { ownSchema: true, min: 1 } }),
  "tool-call-f1": ({ value, threshold }) => ({
    kind: "tool_selection",
    config: { calls: list(value) },
    passScore: threshold ?? 1,
  }),
  "trajectory:tool-used": ({ value }) => toolNames(value),
  "trajectory:tool-sequence": ({ value }) => {
    const mapped = toolNames(value);
    const isExact = mapped.config?.["match"] === "exactly_in_order";
    return { ...mapped, config: { ...mapped.config, match: isExact ? "exactly_in_order" : "in_order" } };
  },
  similar: (written) => ({ ...near("similarity", 0.75)(written), needsEmbedder: true }) as Mapped,
  "rouge-n": near("rouge_n", 0.75),
  bleu: near("bleu", 0.5),
  latency: ({ threshold }) =>
    threshold === null
      ? { refused: "latency needs a threshold in milliseconds." }
      : { kind: "latency", threshold },
  "llm-rubric": judge((value) => value),
  "model-graded-closedqa": judge(
    (value) =>
      `Does the answer meet this criterion? The highest score where it does, the lowest where it does not.\n\n${value}`,
    { scaleMin: 0, scaleMax: 1, wholeScores: true },
  ),
  factuality: (written) => ({
    ...(judge(
      () =>
        "Is the answer consistent with the facts of the reference? The lowest score where it contradicts the reference, the highest where it does not.",
      { showReference: true, scaleMin: 0, scaleMax: 1, wholeScores: true },
    )(written) as Mapped),
    reference: written.value,
  }),
};
/** The same by other names. */
kinds["model-graded-factuality"] = kinds["factuality"] as Mapping;

/** Why promptfoo's other assertions are not done, where there is more to say than that. */
export const reasons: Record<string, string> = {
  python: "programs in Python are not run here.",
  ruby: "programs in Ruby are not run here.",
  webhook: "no webhook is asked.",
  cost: "this program knows no prices; post the results to a studio, which does.",
  perplexity: "log-probabilities are not kept.",
  "perplexity-score": "log-probabilities are not kept.",
  levenshtein:
    "edits are counted as a share of the length here, and promptfoo's threshold is a number of edits.",
  human: "a person judges in the studio's review queues.",
};
