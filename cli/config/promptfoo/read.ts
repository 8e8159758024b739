import { dirname } from "node:path";
import type { Plan, Test } from "../../eval/plan.ts";
import { isRecord, type Source } from "../source.ts";
import { columnsOf, readProviders } from "./columns.ts";
import { defaultGrading, readGrading } from "./grading.ts";
import { readPrompts } from "./prompts.ts";
import { orRefused, type Place, Reading } from "./reading.ts";
import { type Defaults, readTests } from "./tests.ts";

/** Keys of a configuration that are read; `moot` ones change nothing of an evaluation here. */
const known = new Set([
  "prompts",
  "providers",
  "targets",
  "tests",
  "defaultTest",
  "scenarios",
  "assertionTemplates",
  "evaluateOptions",
]);
const moot = new Set([
  "$schema",
  "description",
  "tags",
  "metadata",
  "sharing",
  "outputPath",
  "commandLineOptions",
  "writeLatestResults",
  "env",
]);

/** promptfoo's configuration as a plan, with everything in it that is not done here named by its line. */
export function readPromptfoo(source: Source): Plan {
  const reading = new Reading(dirname(source.file));
  reading.files.add(source.file);
  const config = isRecord(source.value) ? source.value : {};
  const root: Place = { source, path: [] };
  const at = (...path: (string | number)[]): Place => ({ source, path });
  for (const name of Object.keys(config))
    if (!known.has(name) && !moot.has(name)) reading.refuse(at(name), `"${name}" is not done here.`);
  const templates = isRecord(config["assertionTemplates"]) ? config["assertionTemplates"] : {};
  const defaults = defaultsOf(reading, at("defaultTest"), config["defaultTest"], templates);
  const providers = config["providers"] === undefined ? "targets" : "providers";
  if (config[providers] === undefined)
    reading.refuse(root, "there are no providers: name who answers, as openai:gpt-4.1-mini.");
  if (config["prompts"] === undefined) reading.refuse(root, "there are no prompts.");
  const prompts =
    config["prompts"] === undefined ? [] : readPrompts(reading, at("prompts"), config["prompts"]);
  const written =
    config[providers] === undefined ? [] : readProviders(reading, at(providers), config[providers]);
  const scenarios = readScenarios(reading, at("scenarios"), config["scenarios"], defaults);
  const tests =
    config["tests"] === undefined && scenarios.length > 0
      ? []
      : readTests(reading, at("tests"), config["tests"], defaults);
  const options = isRecord(config["evaluateOptions"]) ? config["evaluateOptions"] : {};
  const number = (name: string, start: number) => (typeof options[name] === "number" ? options[name] : start);
  return {
    name: typeof config["description"] === "string" ? config["description"] : source.file,
    file: source.file,
    columns: columnsOf(prompts, written),
    tests: [...tests, ...scenarios].map((test, index) => ({ ...test, index })),
    repeat: number("repeat", 1),
    concurrency: number("maxConcurrency", 4),
    delayMs: Math.max(number("delay", 0), ...written.map(({ delayMs }) => delayMs)),
    demands: [],
    embedder: defaults.grading.embedder,
    problems: reading.problems,
    files: [...reading.files],
  };
}

function defaultsOf(
  reading: Reading,
  place: Place,
  value: unknown,
  templates: Record<string, unknown>,
): Defaults {
  if (typeof value === "string") {
    const source = orRefused(reading, place, () => reading.source(reading.path(value), place));
    return defaultsOf(reading, source ? { source, path: [] } : place, source?.value ?? {}, templates);
  }
  const given = isRecord(value) ? value : {};
  const options = isRecord(given["options"]) ? given["options"] : {};
  const { provider: _, ...others } = options;
  const start = defaultGrading();
  const grading =
    options["provider"] === undefined
      ? start
      : readGrading(
          reading,
          { ...place, path: [...place.path, "options", "provider"] },
          options["provider"],
          start,
        );
  return { place, value: { ...given, options: others }, grading, templates };
}

/** `scenarios`: every set of variables of a scenario with every one of its tests. */
function readScenarios(reading: Reading, place: Place, value: unknown, defaults: Defaults): Test[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((scenario: unknown, at) => {
    const own = { ...place, path: [...place.path, at] };
    if (!isRecord(scenario) || !Array.isArray(scenario["config"])) {
      reading.refuse(own, "a scenario is an object with a list config and a list tests.");
      return [];
    }
    const sets: unknown[] = scenario["config"];
    return sets.flatMap((set, place2) => {
      const base = isRecord(set) ? set : {};
      const merged = {
        ...defaults,
        place: { ...own, path: [...own.path, "config", place2] },
        value: {
          ...defaults.value,
          ...base,
          vars: { ...recordOf(defaults.value["vars"]), ...recordOf(base["vars"]) },
          assert: [...listOf(defaults.value["assert"]), ...listOf(base["assert"])],
        },
      };
      return readTests(reading, { ...own, path: [...own.path, "tests"] }, scenario["tests"], merged);
    });
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
