import type { Test } from "../../eval/plan.ts";
import { TemplateError } from "../../eval/template.ts";
import { isRecord } from "../source.ts";
import { type Grading, readChecks } from "./checks.ts";
import { readCode } from "./code.ts";
import { readGrading } from "./grading.ts";
import type { Place, Reading } from "./reading.ts";
import { testsInFiles, type WrittenTest } from "./test-files.ts";
import { combinations } from "./variables.ts";

export type Defaults = {
  place: Place;
  value: Record<string, unknown>;
  grading: Grading;
  templates: Record<string, unknown>;
};

/** Keys of a test that are read, and those that say nothing here. */
const known = new Set([
  "description",
  "vars",
  "assert",
  "options",
  "threshold",
  "metadata",
  "provider",
  "prompts",
  "providers",
]);
const knownOptions = new Set([
  "prefix",
  "suffix",
  "transform",
  "postprocess",
  "provider",
  "disableVarExpansion",
  "runSerially",
]);

/** `tests`: a file, objects, or a list of both; where there are none, one case without variables. */
export function readTests(reading: Reading, place: Place, value: unknown, defaults: Defaults): Test[] {
  const written = writtenTests(reading, place, value);
  const all =
    written.length > 0 || (value !== undefined && value !== null) ? written : [{ place, value: {} }];
  return all.flatMap((test) => testsOf(reading, test, defaults)).map((test, index) => ({ ...test, index }));
}

function writtenTests(reading: Reading, place: Place, value: unknown): WrittenTest[] {
  if (typeof value === "string") return testsInFiles(reading, place, value);
  if (!Array.isArray(value))
    return value === undefined || value === null ? [] : fileWithSettings(reading, place, value);
  return value.flatMap((item: unknown, at) => {
    const own = { ...place, path: [...place.path, at] };
    return typeof item === "string" ? testsInFiles(reading, own, item) : [{ place: own, value: item }];
  });
}

/** `tests: { path: file://tests.csv, config: ... }` */
function fileWithSettings(reading: Reading, place: Place, value: unknown): WrittenTest[] {
  if (isRecord(value) && typeof value["path"] === "string")
    return testsInFiles(reading, place, value["path"]);
  reading.refuse(place, "tests is a file or a list.");
  return [];
}

function testsOf(reading: Reading, { place, value }: WrittenTest, defaults: Defaults): Omit<Test, "index">[] {
  if (!isRecord(value)) {
    reading.refuse(place, "a test is an object.");
    return [];
  }
  for (const name of Object.keys(value))
    if (!known.has(name))
      reading.refuse({ ...place, path: [...place.path, name] }, `"${name}" of a test is not done here.`);
  if (isRecord(value["provider"]) || typeof value["provider"] === "string")
    reading.refuse(
      { ...place, path: [...place.path, "provider"] },
      "a provider of a single test is not done here.",
    );
  const options = { ...optionsOf(defaults.value), ...optionsOf(value) };
  for (const name of Object.keys(options))
    if (!knownOptions.has(name)) reading.refuse(place, `the option "${name}" is not done here.`);
  const isExpanded = options["disableVarExpansion"] !== true;
  const own = combinations(reading, { ...place, path: [...place.path, "vars"] }, value["vars"], isExpanded);
  const given = combinations(
    reading,
    { ...defaults.place, path: [...defaults.place.path, "vars"] },
    defaults.value["vars"],
    isExpanded,
  );
  return given.flatMap((base) =>
    own.map((set) =>
      testWith(reading, { place, value }, { variables: { ...base, ...set }, options, defaults }),
    ),
  );
}

type With = { variables: Record<string, unknown>; options: Record<string, unknown>; defaults: Defaults };

function testWith(
  reading: Reading,
  { place, value }: { place: Place; value: Record<string, unknown> },
  { variables, options, defaults }: With,
): Omit<Test, "index"> {
  const grading =
    options["provider"] === undefined
      ? defaults.grading
      : readGrading(reading, place, options["provider"], defaults.grading);
  const shared = { variables, grading, templates: defaults.templates };
  const checks = orRefusedTemplate(reading, place, () => [
    ...readChecks(
      reading,
      { ...defaults.place, path: [...defaults.place.path, "assert"] },
      defaults.value["assert"],
      shared,
    ),
    ...readChecks(reading, { ...place, path: [...place.path, "assert"] }, value["assert"], shared),
  ]);
  const threshold = value["threshold"] ?? defaults.value["threshold"];
  const labels = (name: string) => (Array.isArray(value[name]) ? value[name].map(String) : null);
  return {
    description: typeof value["description"] === "string" ? value["description"] : describe(variables),
    variables,
    prefix: typeof options["prefix"] === "string" ? options["prefix"] : "",
    suffix: typeof options["suffix"] === "string" ? options["suffix"] : "",
    checks: checks ?? [],
    threshold: typeof threshold === "number" ? threshold : null,
    transform: readCode(reading, place, options["transform"] ?? options["postprocess"]),
    metadata: { ...recordIn(defaults.value["metadata"]), ...recordIn(value["metadata"]) },
    reference: null,
    file: place.source.file,
    line: place.source.lineOf(place.path),
    prompts: labels("prompts"),
    providers: labels("providers"),
  };
}

function orRefusedTemplate<Value>(reading: Reading, place: Place, read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    reading.refuse(place, `a template is wrong: ${error.message}`);
    return null;
  }
}

/** A case without a description goes by its variables. */
function describe(variables: Record<string, unknown>): string {
  const said = Object.entries(variables).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const text = said.join(", ").replaceAll(/\s+/g, " ");
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function optionsOf(value: Record<string, unknown>): Record<string, unknown> {
  return recordIn(value["options"]);
}

function recordIn(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
