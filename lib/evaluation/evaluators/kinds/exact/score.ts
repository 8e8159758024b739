import { exactOf, type ExactJson, ExactNumber, isEqualJson, parseExact } from "../../json-text.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, normalise, pick, readOutput, readReference, type Sample } from "../../text.ts";
import { binary, miss, unjudged } from "../../judgement.ts";
import type { ExactConfig } from "./descriptor.ts";

/** Compares texts, or JSON with JSON where the reference is a JSON object or list, or a number that is no text. */
export const exact: Scorer<ExactConfig> = {
  score(config, sample) {
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const asJson = referenceAsJson(sample, config.referenceField);
    const isNumber = asJson instanceof ExactNumber;
    if (asJson !== undefined) {
      const output = parseExact(sample.output);
      const part = config.outputField ? pick(output, config.outputField) : output;
      if (part === undefined && !isNumber)
        return binary(false, "The output is not JSON, as the reference is.");
      // What `parseExact` read holds nothing but its own kind, in its parts too.
      const isEqual = part !== undefined && isEqualSafely(part as ExactJson, asJson, config);
      if (isEqual || !isNumber)
        return binary(isEqual, isEqual ? "Equals the reference as JSON." : differs(given.text, wanted.text));
    }
    const isEqual = normalise(given.text, config) === normalise(wanted.text, config);
    return binary(isEqual, isEqual ? `Equals "${brief(wanted.text)}".` : differs(given.text, wanted.text));
  },
};

/** JSON nested too deeply to be walked through equals nothing that a person wrote. */
function isEqualSafely(part: ExactJson, wanted: ExactJson, config: ExactConfig): boolean {
  try {
    return isEqualJson(part, wanted, (text) => normalise(text, config));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function differs(given: string, wanted: string): string {
  return `Expected "${brief(wanted)}", got "${brief(given)}".`;
}

/** The reference as JSON when it is an object or a list, a text that holds one, or a number that is no text. */
function referenceAsJson(sample: Sample, field: string | undefined): ExactJson | undefined {
  const { reference: whole } = sample;
  const isText = typeof whole === "string";
  const read = isText ? parseExact(whole) : exactOf(whole);
  const part = field ? pick(read, field) : read;
  if (typeof part === "string") {
    const inner = field ? parseExact(part) : undefined;
    return typeof inner === "object" && inner !== null && !(inner instanceof ExactNumber) ? inner : undefined;
  }
  if (typeof part !== "object" || part === null) return undefined;
  // "007" and "1.10" may be names as well as numbers: a reference that is a text is compared as one.
  return part instanceof ExactNumber && isText && !field ? undefined : (part as ExactJson);
}
