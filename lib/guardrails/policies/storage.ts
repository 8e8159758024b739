import type { GuardrailFinding } from "../schema.ts";
import { actsAt, applyPolicies } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";

/** A value with personal data replaced in every string of it, and what was found. Keys of objects stay as they are. */
export function redactValue<Value>(
  policies: readonly CompiledPolicy[],
  value: Value,
): { value: Value; findings: GuardrailFinding[] } {
  if (!actsAt(policies, "stored")) return { value, findings: [] };
  const findings: GuardrailFinding[] = [];
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") {
      const result = applyPolicies(policies, part, "stored");
      // One by one: as arguments of one call, those of a long text would overflow the stack.
      for (const finding of result.findings) findings.push(finding);
      return result.text;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (part !== null && typeof part === "object" && isPlain(part)) {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
    }
    return part;
  };
  // Strings become strings and containers keep their keys, so the shape is the one that came in.
  return { value: walk(value) as Value, findings };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
