import type { EvaluatorOf } from "./schema.ts";
import { parseJson } from "./json-text.ts";
import { compileSchema } from "./schema-validator.ts";
import { readOutput, type Sample } from "./text.ts";
import { binary, type Verdict, unjudged } from "./texts.ts";

export async function scoreJsonSchema(
  { config }: EvaluatorOf<"json_schema">,
  sample: Sample,
): Promise<Verdict> {
  const compiled = await compileSchema(config.schema);
  if ("fault" in compiled) return unjudged(`The schema is not valid: ${compiled.fault}`);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const value = parseJson(given.text);
  if (value === undefined) return binary(false, "The output is not JSON.");
  const outcome = compiled.validate(value);
  return binary(outcome.isValid, outcome.isValid ? "The schema accepts the output." : outcome.reason);
}
