import { Evaluator } from "../../schema.ts";

/** A task of HumanEval as its file has it. */
export type HumanEvalTask = {
  task_id: string;
  prompt: string;
  entry_point: string;
  canonical_solution: string;
  test: string;
};

export function readTasks(jsonl: string): HumanEvalTask[] {
  return jsonl
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as HumanEvalTask);
}

/** HumanEval's own way to judge: the code after its prompt, and check called with the function. */
export const functionalCorrectness = Evaluator.parse({
  key: "tests",
  name: "Tests",
  kind: "unit_tests",
  config: { language: "python", prefixField: "prompt", entryField: "entry_point", timeMs: 10_000 },
});

/** A task's own solution as a model answers it, and a body that solves nothing. */
export const canonicalAnswer = ({ canonical_solution: body }: HumanEvalTask) =>
  `\`\`\`python\n${body}\n\`\`\``;
export const stubAnswer = () => "```python\n    return None\n```";
