/**
 * HumanEval's own solutions, and bodies that solve nothing, through the evaluator of unit tests:
 * `node scripts/humaneval.ts [HumanEval.jsonl | .gz]`; without a file the tasks that stand beside the evaluator.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { steadyDependencies } from "../lib/evaluation/evaluators/golden.testing.ts";
import {
  canonicalAnswer,
  functionalCorrectness,
  type HumanEvalTask,
  readTasks,
  stubAnswer,
} from "../lib/evaluation/evaluators/kinds/unit-tests/humaneval.testing.ts";
import { score } from "../lib/evaluation/evaluators/score.ts";

const file = process.argv[2] ?? "lib/evaluation/evaluators/kinds/unit-tests/humaneval.jsonl";
const bytes = readFileSync(file);
const tasks = readTasks((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
const say = (line: string) => process.stdout.write(`${line}\n`);

const isPassed = async (task: HumanEvalTask, output: string): Promise<boolean> => {
  const { prompt, entry_point, test } = task;
  const sample = { output, reference: test, inputs: { prompt, entry_point }, latencyMs: null, costUsd: null };
  const { value, reasoning } = await score(functionalCorrectness, sample, steadyDependencies);
  if (value === null) throw new Error(`${task.task_id} could not be judged: ${reasoning}`);
  return value === 1;
};

for (const [name, answer] of [
  ["canonical solutions", canonicalAnswer],
  ["stubs", stubAnswer],
] as const) {
  const started = performance.now();
  // One after the other: the bound on time is the clock's, and HumanEval's own solutions are not to wait for each other.
  const passed: boolean[] = [];
  for (const task of tasks) passed.push(await isPassed(task, answer(task)));
  const seconds = (performance.now() - started) / 1000;
  say(
    `${name}: ${passed.filter(Boolean).length}/${tasks.length} pass, ${(seconds / tasks.length).toFixed(2)} s a task`,
  );
  for (const [place, task] of tasks.entries())
    if (passed[place] !== (name === "canonical solutions")) say(`  ${task.task_id}`);
}
