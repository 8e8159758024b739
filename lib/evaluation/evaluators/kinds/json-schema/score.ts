import { compileSchema } from "#platform/json-schema";
import { parseJson } from "../../json-text.ts";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import { binary, miss, unjudged } from "../../judgement.ts";
import type { JsonSchemaConfig } from "./descriptor.ts";

export const jsonSchema: Scorer<JsonSchemaConfig> = {
  async score(config, sample) {
    const compiled = await compileSchema(config.schema);
    if ("fault" in compiled) return unjudged(`The schema is not valid: ${compiled.fault}`);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const value = parseJson(given.text);
    if (value === undefined) return binary(false, "The output is not JSON.");
    const outcome = compiled.validate(value);
    if ("unchecked" in outcome) return unjudged(outcome.unchecked);
    return binary(outcome.isValid, outcome.isValid ? "The schema accepts the output." : outcome.reason);
  },
  async faultOf({ schema }) {
    const compiled = await compileSchema(schema);
    return "fault" in compiled
      ? { field: "schema", label: "the JSON schema is not valid", reason: compiled.fault }
      : null;
  },
};

/** Why a schema does not accept a text, in a sentence; null when it does, or when the schema itself is of no use. */
export async function schemaProblem(schema: Record<string, unknown>, text: string): Promise<string | null> {
  const compiled = await compileSchema(schema);
  if ("fault" in compiled) return null;
  const value = parseJson(text);
  if (value === undefined) return "This is not JSON.";
  const outcome = compiled.validate(value);
  if ("unchecked" in outcome) return outcome.unchecked;
  return outcome.isValid ? null : outcome.reason;
}
