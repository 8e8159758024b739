/** What a cell of `__expected` means: `contains: paid`, `similar(0.8): text`, or a text that the output must equal. */
export function assertionOf(cell: string): Record<string, unknown> {
  const text = cell.trim();
  const code = /^(?:javascript|fn|eval):\s*([\s\S]*)$/.exec(text);
  if (code) return { type: "javascript", value: code[1] };
  const graded = /^(?:grade|llm-rubric)(?:\(([\d.]+)\))?:\s*([\s\S]*)$/.exec(text);
  if (graded) return { type: "llm-rubric", value: graded[2], ...limit(graded[1]) };
  const match = /^(not-)?([a-z][a-z0-9-]*(?::[a-z-]+)?)(?:\(([\d.]+)\))?(?::\s*([\s\S]*))?$/.exec(text);
  if (!match || !types.has(match[2] ?? "")) return { type: "equals", value: text };
  const [, not = "", type = "", threshold, value] = match;
  if (value === undefined && !alone.has(type)) return { type: "equals", value: text };
  return {
    type: `${not}${type}`,
    ...(value === undefined ? {} : { value: value.trim() }),
    ...limit(threshold ?? (type === "latency" ? value : undefined)),
  };
}

const alone = new Set([
  "is-json",
  "contains-json",
  "is-xml",
  "contains-xml",
  "is-html",
  "contains-html",
  "is-sql",
  "contains-sql",
  "is-refusal",
]);
const types = new Set([
  ...alone,
  "equals",
  "contains",
  "icontains",
  "contains-any",
  "contains-all",
  "icontains-any",
  "icontains-all",
  "starts-with",
  "regex",
  "similar",
  "latency",
  "cost",
  "levenshtein",
  "rouge-n",
  "bleu",
  "python",
  "factuality",
  "model-graded-closedqa",
  "answer-relevance",
  "context-recall",
  "context-relevance",
  "context-faithfulness",
  "webhook",
  "perplexity",
  "moderation",
]);

function limit(threshold: string | undefined): { threshold?: number } {
  return threshold === undefined ? {} : { threshold: Number(threshold) };
}
