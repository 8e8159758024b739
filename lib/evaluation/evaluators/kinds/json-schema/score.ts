import { compileSchema } from "#platform/json-schema";
import { parseJson, parseWhole } from "../../json-text.ts";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import { binary, miss, unjudged } from "../../judgement.ts";
import type { JsonSchemaConfig } from "./descriptor.ts";
import { jsonInText } from "./json-in-text.ts";

export const jsonSchema: Scorer<JsonSchemaConfig> = {
  async score(config, sample) {
    const compiled = await compileSchema(config.schema);
    if ("fault" in compiled) return unjudged(`The schema is not valid: ${compiled.fault}`);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const values = valuesIn(given.text, config.extent ?? "fenced");
    if (values === "unread") return unjudged("The output has too many brackets to look for JSON in it.");
    if (values.length === 0) return binary(false, lacksJson[config.extent ?? "fenced"]);
    let refusal = "";
    for (const value of values) {
      const outcome = compiled.validate(value);
      if ("unchecked" in outcome) return unjudged(outcome.unchecked);
      if (outcome.isValid) return binary(true, "The schema accepts the output.");
      refusal ||= outcome.reason;
    }
    return binary(false, refusal);
  },
  async faultOf({ schema }) {
    const compiled = await compileSchema(schema);
    return "fault" in compiled
      ? { field: "schema", label: "the JSON schema is not valid", reason: compiled.fault }
      : null;
  },
};

const lacksJson = {
  whole: "The output as a whole is not JSON.",
  fenced: "The output is not JSON.",
  anywhere: "There is no JSON in the output.",
};

/** The JSON values of a text that may be meant; "unread" where looking for them would take too long. */
function valuesIn(text: string, extent: keyof typeof lacksJson): unknown[] | "unread" {
  const value = extent === "whole" ? parseWhole(text) : parseJson(text);
  if (value !== undefined) return [value];
  return extent === "anywhere" ? jsonInText(text) : [];
}

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
