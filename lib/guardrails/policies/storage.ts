import type { GuardrailFinding, GuardrailResult, Stage } from "../schema.ts";
import { actsAt } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
import { judgeEscaped } from "./escaped.ts";
import { judgeTexts } from "./judge.ts";

/**
 * A value with personal data replaced in every string of it, and what was found. Keys of objects stay as they are.
 * Throws unavailable when it could not be judged: then it must not be stored.
 */
export async function redactValue<Value>(
  policies: readonly CompiledPolicy[],
  value: Value,
  signal?: AbortSignal,
): Promise<{ value: Value; findings: GuardrailFinding[] }> {
  const { value: redacted, results } = await judgeValue(policies, value, { stage: "stored", signal });
  const findings: GuardrailFinding[] = [];
  // One by one: as arguments of one call, those of a long text would overflow the stack.
  for (const result of results) for (const finding of result.findings) findings.push(finding);
  return { value: redacted, findings };
}

/**
 * Every string of a value judged as `judgeTexts` judges texts; in the value that comes back each is what its judgement
 * left of it. Arguments of calls are JSON in a string: what they mean is judged as well as how it is written. `passes`
 * tells strings that are no text, such as pictures or, by the key they stand under, ids. Throws as `judgeTexts`.
 */
export async function judgeValue<Value>(
  policies: readonly CompiledPolicy[],
  value: Value,
  {
    stage,
    signal,
    passes = () => false,
  }: { stage: Stage; signal?: AbortSignal | undefined; passes?: (text: string, key: string) => boolean },
): Promise<{ value: Value; results: GuardrailResult[] }> {
  if (!actsAt(policies, stage)) return { value, results: [] };
  const isJudged = (text: string, key: string) => !passes(text, key);
  const isJson = (text: string, key: string) =>
    key === "arguments" && text.includes("\\") && !passes(text, key);
  const judge = (texts: readonly string[]) => judgeTexts(policies, texts, stage, signal);
  const meant = await judgeEscaped(textsIn(value, isJson), judge);
  const read = withTexts(value, isJson, meant.texts);
  const results = await judge(textsIn(read, isJudged));
  const judged = withTexts(
    read,
    isJudged,
    results.map(({ text }) => text),
  );
  return { value: judged, results: [...meant.results, ...results] };
}

type Chosen = (text: string, key: string) => boolean;

function textsIn(value: unknown, isChosen: Chosen): string[] {
  const texts: string[] = [];
  mapTexts(value, (text, key) => {
    if (isChosen(text, key)) texts.push(text);
    return text;
  });
  return texts;
}

/** The value with its chosen strings in `textsIn`'s order replaced: the shape is the one that came in. */
function withTexts<Value>(value: Value, isChosen: Chosen, texts: readonly string[]): Value {
  if (texts.length === 0) return value;
  let place = 0;
  return mapTexts(value, (text, key) => {
    if (!isChosen(text, key)) return text;
    place += 1;
    return texts[place - 1] ?? "";
  }) as Value;
}

/** The value with every string of it changed, in one fixed order; a list's strings stand under its key. */
function mapTexts(part: unknown, change: (text: string, key: string) => string, at = ""): unknown {
  if (typeof part === "string") return change(part, at);
  if (Array.isArray(part)) return part.map((inner) => mapTexts(inner, change, at));
  if (part !== null && typeof part === "object" && isPlain(part))
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, mapTexts(inner, change, key)]),
    );
  return part;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
