/** Every kind of evaluator, with the words the editor shows. */
export const evaluatorTable = {
  exact: {
    name: "Exact match",
    about: "The output equals the reference after the chosen normalisation; JSON is compared as JSON.",
  },
  contains: { name: "Contains", about: "The output contains the wanted texts, or none of the unwanted." },
  regex: {
    name: "Regular expression",
    about: "The output matches a pattern (linear-time syntax, no look-around).",
  },
  json_schema: { name: "JSON schema", about: "The output is JSON that a schema accepts." },
  length: { name: "Length", about: "The output's length lies between two bounds." },
  similarity: {
    name: "Similarity",
    about:
      "Nearness in meaning to the reference: cosine of embeddings, 0 where the two contradict each other.",
  },
  rouge_l: {
    name: "ROUGE-L",
    about: "Longest common subsequence of words with the reference, as F-measure.",
  },
  llm_judge: { name: "Judge", about: "A model gives a score by a rubric and says why." },
  latency: { name: "Latency", about: "Milliseconds per call; the limit is on the 95th percentile." },
  cost: { name: "Cost", about: "US dollars per call; the limit is per 1,000 calls." },
} as const;

export const evaluatorKinds = [
  "exact",
  "contains",
  "regex",
  "json_schema",
  "length",
  "similarity",
  "rouge_l",
  "llm_judge",
  "latency",
  "cost",
] as const;
type EvaluatorKind = (typeof evaluatorKinds)[number];

/** True when a case passes with this score: at `passScore` or above, or at most that where less is better. */
export function passesCase(
  { direction, passScore }: { direction: "higher" | "lower"; passScore: number },
  value: number,
): boolean {
  return direction === "lower" ? value <= passScore : value >= passScore;
}

/** True for evaluators that say something about quality (all but latency and cost). */
export function isQuality(evaluator: { kind: EvaluatorKind }): boolean {
  return evaluator.kind !== "latency" && evaluator.kind !== "cost";
}

/**
 * How a score of this kind is written, whatever the scores happen to be: what passes or fails as a share, what is
 * graded as a score, so that two runs of one suite read alike.
 */
export function scoreUnit({ kind }: { kind: EvaluatorKind }): "share" | "score" {
  const isPassOrFail = ["exact", "contains", "regex", "json_schema", "length"].includes(kind);
  return isPassOrFail ? "share" : "score";
}
