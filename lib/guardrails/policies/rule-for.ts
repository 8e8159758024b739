import { impliedBy } from "../constants.ts";
import type { PiiRule, PiiType } from "../schema.ts";

/** The rule that holds for a kind: its own, else that of the first kind it is implied by and that has one. */
export function ruleFor(rules: readonly PiiRule[], type: PiiType): PiiRule | null {
  for (const holder of [type, ...(impliedBy[type] ?? [])]) {
    const rule = rules.find((each) => each.type === holder);
    if (rule) return { ...rule, type };
  }
  return null;
}
