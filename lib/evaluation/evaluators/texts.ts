import { RE2JS } from "re2js";
import type { EvaluatorOf, ScoreResult } from "./schema.ts";
import { rougeL, rougeTokens } from "./rouge.ts";
import { brief, normalise, readOutput, readReference, type Sample } from "./text.ts";

/** A pattern is only run over this much of an output. */
const regexLimit = 1_000_000;

export function scoreExact({ config }: EvaluatorOf<"exact">, sample: Sample): Verdict {
  const wanted = readReference(sample, config.referenceField);
  if ("missing" in wanted) return unjudged(wanted.missing);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const isEqual = normalise(given.text, config) === normalise(wanted.text, config);
  return binary(
    isEqual,
    isEqual
      ? `Equals "${brief(wanted.text)}".`
      : `Expected "${brief(wanted.text)}", got "${brief(given.text)}".`,
  );
}

export function scoreContains({ config }: EvaluatorOf<"contains">, sample: Sample): Verdict {
  const reference = config.texts.length > 0 ? null : readReference(sample, config.referenceField);
  if (reference && "missing" in reference) return unjudged(reference.missing);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const fold = (text: string) =>
    config.ignoreCase ? text.normalize("NFC").toLowerCase() : text.normalize("NFC");
  const wanted = reference ? [reference.text] : config.texts;
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
  const pattern = compilePattern(config.pattern, config.ignoreCase);
  if (!pattern)
    return unjudged(
      `The pattern ${brief(config.pattern, 40)} is not valid here; look-around and back-references are not supported.`,
    );
  const isMatch = pattern.matcher(given.text.slice(0, regexLimit)).find();
  return binary(
    isMatch === config.mustMatch,
    isMatch ? "The pattern matches." : "The pattern does not match.",
  );
}

export function scoreLength({ config }: EvaluatorOf<"length">, sample: Sample): Verdict {
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return binary(false, given.missing);
  const words = given.text.match(/\S+/gu)?.length ?? 0;
  const size = config.unit === "words" ? words : [...given.text].length;
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
  if (rougeTokens(wanted.text).length === 0)
    return unjudged("The reference has no Latin letters or digits, which is all ROUGE-L sees.");
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return graded(0, given.missing);
  const { precision, recall, f } = rougeL(given.text, wanted.text);
  return graded(f, `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.`);
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

const patterns = new Map<string, RE2JS | null>();

/** RE2 runs in time linear in the text, whatever the pattern; null when it is not RE2 syntax. */
function compilePattern(pattern: string, ignoreCase: boolean): RE2JS | null {
  const key = `${ignoreCase}:${pattern}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  if (patterns.size > 200) patterns.clear();
  let compiled: RE2JS | null = null;
  try {
    compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    // Not RE2 syntax: the evaluator says so on every case instead of failing the run.
  }
  patterns.set(key, compiled);
  return compiled;
}
