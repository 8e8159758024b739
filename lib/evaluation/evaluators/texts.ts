import type { EvaluatorOf, ScoreResult } from "./schema.ts";
import { exactOf, type ExactJson, ExactNumber, isEqualJson, parseExact } from "./json-text.ts";
import { compilePattern } from "#platform/pattern";
import { rougeL } from "./rouge.ts";
import { brief, normalise, pick, readOutput, readReference, type Sample } from "./text.ts";
import { countCharacters, countWords, foldCase, foldSpaces, tokensOf } from "#text";

/** A pattern is only run over this much of an output. */
const regexLimit = 1_000_000;

/** Compares texts, or JSON with JSON where the reference is a JSON object or list. */
export function scoreExact({ config }: EvaluatorOf<"exact">, sample: Sample): Verdict {
  const wanted = readReference(sample, config.referenceField);
  if ("missing" in wanted) return unjudged(wanted.missing);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
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
}

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

export function scoreContains({ config }: EvaluatorOf<"contains">, sample: Sample): Verdict {
  const reference = config.texts.length > 0 ? null : readReference(sample, config.referenceField);
  if (reference && "missing" in reference) return unjudged(reference.missing);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const fold = (text: string) =>
    foldSpaces(config.ignoreCase ? foldCase(text) : text.normalize("NFC")).trim();
  const wanted = reference ? [reference.text] : config.texts;
  if (wanted.some((text) => fold(text) === ""))
    return unjudged("The text to look for is empty, and every output contains that.");
  const found = wanted.filter((text) => fold(given.text).includes(fold(text)));
  const lacking = wanted.filter((text) => !found.includes(text));
  const list = (texts: string[]) => texts.map((text) => `"${brief(text, 40)}"`).join(", ");
  switch (config.mode) {
    case "all":
      return binary(
        lacking.length === 0,
        lacking.length === 0 ? `Contains ${list(found)}.` : `Lacks ${list(lacking)}.`,
      );
    case "any":
      return binary(
        found.length > 0,
        found.length > 0 ? `Contains ${list(found)}.` : `Contains none of ${list(wanted)}.`,
      );
    case "none":
      return binary(
        found.length === 0,
        found.length === 0 ? `Contains none of ${list(wanted)}.` : `Contains ${list(found)}.`,
      );
    default:
      return config.mode satisfies never;
  }
}

export function scoreRegex({ config }: EvaluatorOf<"regex">, sample: Sample): Verdict {
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const compiled = compilePattern(config.pattern, config.ignoreCase);
  if ("fault" in compiled)
    return unjudged(`The pattern ${brief(config.pattern, 40)} is not valid here: ${compiled.fault}`);
  const isCut = given.text.length > regexLimit;
  const matcher = compiled.pattern.matcher(given.text.slice(0, regexLimit));
  const isMatch = matcher.find();
  // At the cut an end of text is seen where there is none, and what follows is not seen at all.
  if (isCut && (!isMatch || matcher.end() === regexLimit))
    return unjudged(
      `Only the first ${regexLimit.toLocaleString("en")} of ${given.text.length.toLocaleString("en")} characters are read, and the pattern does not match in them.`,
    );
  return binary(
    isMatch === config.mustMatch,
    isMatch ? "The pattern matches." : "The pattern does not match.",
  );
}

/** Words and characters as a reader counts them; tokens by `countTokens`. */
export async function scoreLength(
  { config }: EvaluatorOf<"length">,
  sample: Sample,
  countTokens: (text: string) => Promise<number>,
): Promise<Verdict> {
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const size =
    config.unit === "tokens"
      ? await countTokens(given.text)
      : config.unit === "words"
        ? countWords(given.text)
        : countCharacters(given.text);
  const isInside = size >= (config.min ?? 0) && size <= (config.max ?? Infinity);
  const bounds = [
    config.min === undefined ? "" : `at least ${config.min}`,
    config.max === undefined ? "" : `at most ${config.max}`,
  ]
    .filter(Boolean)
    .join(" and ");
  return binary(isInside, `${size} ${config.unit}${bounds ? `; ${bounds} asked` : ""}.`);
}

export function scoreRougeL({ config }: EvaluatorOf<"rouge_l">, sample: Sample): Verdict {
  const wanted = readReference(sample, config.referenceField);
  if ("missing" in wanted) return unjudged(wanted.missing);
  if (tokensOf(wanted.text).length === 0)
    return unjudged("The reference has no letters or digits, which is all ROUGE-L sees.");
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return graded(0, given.missing);
  const { precision, recall, f, wordsRead } = rougeL(given.text, wanted.text);
  const cut = wordsRead
    ? ` Only the first ${wordsRead.toLocaleString("en")} words of each are compared.`
    : "";
  return graded(f, `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.${cut}`);
}

/** Latency and cost are raw figures; a case passes within the suite's limit. */
export function scoreLatency({ threshold }: EvaluatorOf<"latency">, { latencyMs }: Sample): ScoreResult {
  return raw(latencyMs, threshold, "The latency is not known.");
}

export function scoreCost({ threshold }: EvaluatorOf<"cost">, { costUsd }: Sample): ScoreResult {
  return raw(
    costUsd,
    threshold === undefined ? undefined : threshold / 1000,
    "The model's price is not known.",
  );
}

/** A score before it is asked whether a case passes with it. */
export type Verdict = Omit<ScoreResult, "isPassed">;

/** A score of 0..1. */
export function graded(value: number, reasoning: string, details?: unknown): Verdict {
  return {
    value: Math.min(1, Math.max(0, value)),
    reasoning,
    ...(details === undefined ? {} : { details }),
  };
}

export function unjudged(reasoning: string, details?: unknown): Verdict {
  return { value: null, reasoning, ...(details === undefined ? {} : { details }) };
}

export function binary(isRight: boolean, reasoning: string): Verdict {
  return { value: isRight ? 1 : 0, reasoning };
}

function raw(value: number | null, limit: number | undefined, missing: string): ScoreResult {
  if (value === null) return { ...unjudged(missing), isPassed: null };
  return { value, isPassed: limit === undefined ? null : value <= limit, reasoning: null };
}
