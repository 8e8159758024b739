import type { GuardrailFinding, GuardrailResult, Stage } from "../schema.ts";
import { actsAt } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
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
 * left of it. `passes` tells strings that are no text, such as pictures or, by the key they stand under, ids. Throws as
 * `judgeTexts`.
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
  const texts: string[] = [];
  mapTexts(value, (text, key) => {
    if (!passes(text, key)) texts.push(text);
    return text;
  });
  const results = await judgeTexts(policies, texts, stage, signal);
  let place = 0;
  const judged = mapTexts(value, (text, key) => {
    if (passes(text, key)) return text;
    place += 1;
    return results[place - 1]?.text ?? "";
  });
  // Strings become strings and containers keep their keys, so the shape is the one that came in.
  return { value: judged as Value, results };
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
