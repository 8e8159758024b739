import { exactOf, type ExactJson, ExactNumber, isEqualJson, parseExact } from "../../json-text.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, normalise, pick, readOutput, readReference, type Sample } from "../../text.ts";
import { binary, miss, unjudged } from "../../verdict.ts";
import type { ExactConfig } from "./descriptor.ts";

/** Compares texts, or JSON with JSON where the reference is a JSON object or list. */
export const exact: Scorer<ExactConfig> = {
  score(config, sample) {
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const asJson = referenceAsJson(sample, config.referenceField);
    if (asJson !== undefined) {
      const output = parseExact(sample.output);
      const part = config.outputField ? pick(output, config.outputField) : output;
      if (part === undefined) return binary(false, "The output is not JSON, as the reference is.");
      // What `parseExact` read holds nothing but its own kind, in its parts too.
      const isEqual = isEqualJson(part as ExactJson, asJson, (text) => normalise(text, config));
      return binary(isEqual, isEqual ? "Equals the reference as JSON." : differs(given.text, wanted.text));
    }
    const isEqual = normalise(given.text, config) === normalise(wanted.text, config);
    return binary(isEqual, isEqual ? `Equals "${brief(wanted.text)}".` : differs(given.text, wanted.text));
  },
};

function differs(given: string, wanted: string): string {
  return `Expected "${brief(wanted)}", got "${brief(given)}".`;
}

/** The reference as JSON when it is an object or a list, or a text that holds one. */
function referenceAsJson(sample: Sample, field: string | undefined): ExactJson | undefined {
  const { reference: whole } = sample;
  const read = typeof whole === "string" ? parseExact(whole) : exactOf(whole);
  const part = field ? pick(read, field) : read;
  if (typeof part === "string") {
    const inner = field ? parseExact(part) : undefined;
    return typeof inner === "object" && inner !== null && !(inner instanceof ExactNumber) ? inner : undefined;
  }
  if (typeof part !== "object" || part === null || part instanceof ExactNumber) return undefined;
  return part as ExactJson;
}
