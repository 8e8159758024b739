import type { GuardrailFinding } from "../schema.ts";
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
  if (!actsAt(policies, "stored")) return { value, findings: [] };
  const texts: string[] = [];
  mapTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  const results = await judgeTexts(policies, texts, "stored", signal);
  const findings: GuardrailFinding[] = [];
  // One by one: as arguments of one call, those of a long text would overflow the stack.
  for (const result of results) for (const finding of result.findings) findings.push(finding);
  let place = 0;
  const redacted = mapTexts(value, () => {
    place += 1;
    return results[place - 1]?.text ?? "";
  });
  // Strings become strings and containers keep their keys, so the shape is the one that came in.
  return { value: redacted as Value, findings };
}

/** The value with every string of it changed, in one fixed order. */
function mapTexts(part: unknown, change: (text: string) => string): unknown {
  if (typeof part === "string") return change(part);
  if (Array.isArray(part)) return part.map((inner) => mapTexts(inner, change));
  if (part !== null && typeof part === "object" && isPlain(part))
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, mapTexts(inner, change)]));
  return part;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
