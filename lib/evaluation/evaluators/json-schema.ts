import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { canonicalJson } from "#platform/canonical";
import type { EvaluatorOf } from "./schema.ts";
import { binary, type Verdict, unjudged } from "./texts.ts";
import { parseJson, readOutput, type Sample } from "./text.ts";

/** `pattern` keywords run on RE2, so that a schema cannot stall the process either. */
const engine = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    // Ajv keeps patterns by their text: without it, all would share the first one.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => `re2:${pattern}` };
  },
  { code: 'require("re2js")' },
);

const validators = new Map<string, ValidateFunction | string>();

export function scoreJsonSchema({ config }: EvaluatorOf<"json_schema">, sample: Sample): Verdict {
  const validate = compileSchema(config.schema);
  if (typeof validate === "string") return unjudged(`The schema is not valid: ${validate}`);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const value = parseJson(given.text);
  if (value === undefined) return binary(false, "The output is not JSON.");
  const isValid = validate(value) === true;
  return binary(isValid, isValid ? "The schema accepts the output." : explain(validate.errors ?? []));
}

/** The compiled schema, or what is wrong with it. */
export function compileSchema(schema: Record<string, unknown>): ValidateFunction | string {
  const key = canonicalJson(schema);
  const known = validators.get(key);
  if (known) return known;
  if (validators.size > 100) validators.clear();
  const compiled = compile(schema);
  validators.set(key, compiled);
  return compiled;
}

function compile(schema: Record<string, unknown>): ValidateFunction | string {
  try {
    // A fresh instance per schema: `$id`s of two suites cannot collide. Errors stop at the first.
    return new Ajv2020({ strict: false, code: { regExp: engine }, validateFormats: false }).compile(schema);
  } catch (error) {
    return error instanceof Error ? error.message : "unknown fault";
  }
}

function explain(errors: readonly ErrorObject[]): string {
  const [first] = errors;
  return first
    ? `${first.instancePath || "The output"} ${first.message ?? "is not accepted"}.`
    : "The schema does not accept the output.";
}
