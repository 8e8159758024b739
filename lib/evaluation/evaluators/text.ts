import { ExactNumber, exactText, parseExact } from "./json-text.ts";
import { foldCase, foldSpaces, trimSpaces } from "#text";

/** A call of a tool as the model asked for it; its arguments are JSON, or should be. */
export type SampleCall = { name: string; arguments: string };

/** What an evaluator looks at: one case's answer and what is known about it. */
export type Sample = {
  output: string;
  reference: unknown;
  inputs: Record<string, unknown>;
  /** The example's own; absent for a pasted answer. */
  metadata?: Record<string, unknown> | undefined;
  /** What the model was sent; absent where no call was made. */
  messages?: readonly { role: string; content: unknown }[] | undefined;
  latencyMs: number | null;
  costUsd: number | null;
  /** The tools the answer calls, in its order; absent where no call was made, as for a pasted answer. */
  toolCalls?: readonly SampleCall[] | undefined;
  /** The tools the model was offered, with the JSON schema of their arguments; absent where that is not known. */
  tools?: readonly SampleTool[] | undefined;
  /** Why the model stopped, in OpenAI's words; absent or null where that is not known. */
  finishReason?: string | null | undefined;
  /** The model's own words for why it does not answer, where the provider tells them apart. */
  refusal?: string | null | undefined;
};
export type SampleTool = { name: string; parameters: Record<string, unknown> };

/** A text or why there is none. */
export type Reading = { text: string } | { missing: string };

/** The part of the output to judge. An output that is not JSON has no field: that is a miss, not "unjudged". */
export function readOutput(sample: Sample, field: string | undefined): Reading {
  if (!field) return { text: sample.output };
  const parsed = parseExact(sample.output);
  if (parsed === undefined) return { missing: "The output is not JSON." };
  const value = pick(parsed, field);
  return value === undefined || value === null
    ? { missing: `The output has no field "${field}".` }
    : textOf(value, "output");
}

/** The part of the reference to compare with; without one the case cannot be judged. */
export function readReference(sample: Sample, field: string | undefined): Reading {
  const whole = sample.reference;
  if (whole === null || whole === undefined) return { missing: "The example has no reference." };
  if (!field) return { text: asText(whole) };
  const value = pick(asJson(whole), field);
  return value === undefined || value === null
    ? { missing: `The reference has no field "${field}".` }
    : textOf(value, "reference");
}

/** A field's value as text, with the digits of its numbers. */
function textOf(value: unknown, of: "output" | "reference"): Reading {
  try {
    return { text: exactText(value) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { missing: `The ${of} is nested too deeply to be read.` };
  }
}

/** As `readReference`, where a list of texts is several references of which the best counts. */
export function readReferences(
  sample: Sample,
  field: string | undefined,
): { texts: string[] } | { missing: string } {
  const whole = sample.reference;
  const value = field ? pick(asJson(whole), field) : whole;
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string"))
    return { texts: value };
  const one = readReference(sample, field);
  return "missing" in one ? one : { texts: [one.text] };
}

/** A reference with fields may be given as text. */
function asJson(reference: unknown): unknown {
  return typeof reference === "string" ? parseExact(reference) : reference;
}

export type Normalisation = {
  trim: boolean;
  ignoreCase: boolean;
  collapseSpaces: boolean;
  /** Unicode's punctuation only: emoji, operators and currencies say something and stay. */
  ignorePunctuation: boolean;
};

/** Brings two texts to one form: Unicode NFC, then what the evaluator asks for. */
export function normalise(text: string, options: Normalisation): string {
  let result = text.normalize("NFC");
  if (options.ignorePunctuation) result = result.replace(/\p{P}/gu, "");
  if (options.collapseSpaces) result = foldSpaces(result);
  if (options.trim) result = trimSpaces(result);
  return options.ignoreCase ? foldCase(result) : result;
}

/** How many letters (code units) an output and its references have together. */
export function lettersOf(output: string, references: readonly string[]): number {
  return references.reduce((sum, reference) => sum + reference.length, output.length);
}

/** Above this, counting runs in an output and its references takes longer than a second. */
export const mostCountedLetters = 200_000;

/** A long text cut to fit in a sentence. */
export function brief(text: string, length = 80): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A field of a value by its path; undefined where there is none. Only own properties count. */
export function pick(value: unknown, path: string): unknown {
  let current = value;
  for (const step of path.split(".")) {
    if (typeof current !== "object" || current === null || current instanceof ExactNumber) return undefined;
    if (!Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}
