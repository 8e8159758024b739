import { dirname } from "node:path";
import { z } from "zod";
import { type Evaluator, SuiteContent } from "#schema/evaluation";
import type { Check, Plan, Test } from "../eval/plan.ts";
import { columnsOf, readProviders } from "./promptfoo/columns.ts";
import type { Grading } from "./promptfoo/checks.ts";
import { defaultGrading, readGrading } from "./promptfoo/grading.ts";
import { readPrompts } from "./promptfoo/prompts.ts";
import { orRefused, Reading } from "./promptfoo/reading.ts";
import { testsInFiles, type WrittenTest } from "./promptfoo/test-files.ts";
import { isRecord, type Source } from "./source.ts";

const Example = z.strictObject({
  inputs: z.record(z.string(), z.unknown()),
  reference: z.unknown().default(null),
  metadata: z.record(z.string(), z.unknown()).default({}),
  description: z.string().optional(),
});
const known = new Set([
  "valueloop",
  "name",
  "prompts",
  "providers",
  "judge",
  "embedder",
  "examples",
  "suite",
  "repeat",
  "concurrency",
]);
const noConnection = "00000000-0000-4000-8000-000000000000";

/** Valueloop's own configuration: prompts, providers, examples, and a suite as the studio stores it (docs/guide/cli.md). */
export function readValueloop(source: Source): Plan {
  const reading = new Reading(dirname(source.file));
  reading.files.add(source.file);
  const config = isRecord(source.value) ? source.value : {};
  const at = (...path: (string | number)[]) => ({ source, path });
  for (const name of Object.keys(config))
    if (!known.has(name)) reading.refuse(at(name), `"${name}" is not known.`);
  for (const name of ["prompts", "providers", "examples", "suite"])
    if (config[name] === undefined) reading.refuse(at(), `"${name}" is missing.`);
  const columns = columnsOf(
    readPrompts(reading, at("prompts"), config["prompts"] ?? []),
    readProviders(reading, at("providers"), config["providers"] ?? []),
  );
  const judge =
    config["judge"] === undefined
      ? null
      : readGrading(reading, at("judge"), { text: config["judge"] }, defaultGrading()).judge;
  const embedder =
    config["embedder"] === undefined
      ? null
      : readGrading(reading, at("embedder"), { embedding: config["embedder"] }, defaultGrading()).embedder;
  const evaluators = readSuite(reading, source, config["suite"], { judge, embedder });
  const number = (name: string, start: number) => (typeof config[name] === "number" ? config[name] : start);
  return {
    name: typeof config["name"] === "string" ? config["name"] : source.file,
    file: source.file,
    columns,
    tests: readExamples(reading, source, config["examples"], { evaluators, judge }),
    repeat: number("repeat", 1),
    concurrency: number("concurrency", 8),
    delayMs: 0,
    demands: evaluators,
    embedder,
    problems: reading.problems,
    files: [...reading.files],
  };
}

/** The suite's evaluators, the primary metric first. */
function readSuite(reading: Reading, source: Source, value: unknown, grading: Grading): Evaluator[] {
  const suite = withJudge(value, grading);
  const parsed = SuiteContent.safeParse(suite);
  if (parsed.success) {
    const { evaluators, primaryMetric } = parsed.data;
    for (const [place, { kind }] of evaluators.entries()) {
      const own = { source, path: ["suite", "evaluators", place] };
      if (kind === "llm_judge" && !grading.judge)
        reading.refuse(own, 'a judge needs a model: name it as "judge".');
      if (kind === "similarity" && !grading.embedder)
        reading.refuse(own, 'similarity needs a model of embeddings: name it as "embedder".');
      if (kind === "cost")
        reading.refuse(own, "this program knows no prices; post the results to a studio, which does.");
    }
    return evaluators.toSorted(
      (one, other) => Number(other.key === primaryMetric) - Number(one.key === primaryMetric),
    );
  }
  for (const issue of value === undefined ? [] : parsed.error.issues)
    reading.refuse(
      {
        source,
        path: ["suite", ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))],
      },
      issue.message,
    );
  return [];
}

/** A judge of a file is named once for all; what the studio stores names a connection. */
function withJudge(value: unknown, { judge }: Grading): unknown {
  if (!isRecord(value) || !Array.isArray(value["evaluators"])) return value;
  const evaluators = value["evaluators"].map((evaluator: unknown) =>
    isRecord(evaluator) && evaluator["kind"] === "llm_judge"
      ? {
          ...evaluator,
          config: {
            target: { connectionId: noConnection, model: judge?.id ?? "judge" },
            ...(isRecord(evaluator["config"]) ? evaluator["config"] : {}),
          },
        }
      : evaluator,
  );
  return { ...value, evaluators };
}

function readExamples(
  reading: Reading,
  source: Source,
  value: unknown,
  { evaluators, judge }: { evaluators: readonly Evaluator[]; judge: Grading["judge"] },
): Test[] {
  const place = { source, path: ["examples"] };
  const written: WrittenTest[] = Array.isArray(value)
    ? value.map((item: unknown, at) => ({ place: { source, path: ["examples", at] }, value: item }))
    : typeof value === "string"
      ? (orRefused(reading, place, () => testsInFiles(reading, place, value)) ?? [])
      : [];
  return written.flatMap(({ place: own, value: item }, index) => {
    const parsed = Example.safeParse(item);
    if (!parsed.success) {
      reading.refuse(own, z.prettifyError(parsed.error).replaceAll("\n", " "));
      return [];
    }
    const { inputs, reference, metadata, description } = parsed.data;
    const line = own.source.lineOf(own.path);
    return [
      {
        index,
        description: description ?? Object.values(inputs).map(String).join(", ").slice(0, 100),
        variables: inputs,
        checks: evaluators.map((evaluator): Check => ({
          key: evaluator.key,
          name: evaluator.name,
          type: evaluator.kind,
          line,
          file: own.source.file,
          // A figure of the call is a demand on the run, not on one case.
          weight: evaluator.kind === "latency" ? 0 : evaluator.weight,
          isNegated: false,
          transform: null,
          how: { evaluator, judge },
        })),
        threshold: null,
        transform: null,
        prefix: "",
        suffix: "",
        metadata,
        reference,
        file: own.source.file,
        line,
        prompts: null,
        providers: null,
      },
    ];
  });
}
