import { existsSync } from "node:fs";
import { faultOf } from "#offline/evaluation";
import type { Plan } from "../eval/plan.ts";
import { readPromptfoo } from "./promptfoo/read.ts";
import { ConfigError, isRecord, type Problem, readSource } from "./source.ts";
import { readValueloop } from "./valueloop.ts";

/** What is looked for where no file is named. */
const usual = [
  "valueloop.yaml",
  "valueloop.yml",
  "promptfooconfig.yaml",
  "promptfooconfig.yml",
  "promptfooconfig.json",
];

/** A configuration as a plan: Valueloop's own begins with `valueloop: 1`, any other is read as promptfoo's. Throws ConfigError. */
export async function readConfig(named: string | undefined): Promise<Plan> {
  const file = named ?? usual.find((name) => existsSync(name));
  if (file === undefined)
    throw new ConfigError([
      {
        file: ".",
        line: null,
        message: `There is no configuration here (${usual.join(", ")}); name one: valueloop eval FILE.`,
      },
    ]);
  if (/\.(js|cjs|mjs|ts|py)$/.test(file))
    throw new ConfigError([
      {
        file,
        line: null,
        message: "This configuration is a program, and this program runs none. Write it as YAML or JSON.",
      },
    ]);
  const source = readSource(file);
  if (!isRecord(source.value))
    throw new ConfigError([
      { file, line: 1, message: "A configuration is an object with prompts, providers and tests." },
    ]);
  const plan = "valueloop" in source.value ? readValueloop(source) : readPromptfoo(source);
  return { ...plan, problems: [...plan.problems, ...(await faultsOf(plan))] };
}

/** Evaluators that could judge nothing (a pattern that does not compile), before anything is paid for. */
async function faultsOf({ tests }: Plan): Promise<Problem[]> {
  const faults = new Map<string, Problem>();
  const seen = new Set<unknown>();
  for (const check of tests.flatMap(({ checks }) =>
    checks.flatMap((node) => ("set" in node ? node.set : [node])),
  )) {
    if (!("evaluator" in check.how) || seen.has(check.how.evaluator)) continue;
    seen.add(check.how.evaluator);
    const fault = await faultOf(check.how.evaluator);
    if (fault)
      faults.set(`${check.file}:${check.line}`, {
        file: check.file,
        line: check.line,
        message: `"${check.type}": ${fault.label}: ${fault.reason}`,
      });
  }
  return [...faults.values()];
}
