import type { PriceOverride } from "./schema.ts";

/** True when a pattern means a model; * stands for anything, and case does not matter. */
export function matchesModel(pattern: string, model: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const name = model.toLowerCase();
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return name === first;
  const last = rest.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

/** The overrides that mean a model, the closest first: its own name, then the longer pattern, then the later one. */
export function overridesOf(overrides: readonly PriceOverride[], model: string): PriceOverride[] {
  const closeness = ({ modelPattern }: PriceOverride) =>
    modelPattern.includes("*") ? modelPattern.length : Number.POSITIVE_INFINITY;
  return overrides
    .filter(({ modelPattern }) => matchesModel(modelPattern, model))
    .toSorted((a, b) => {
      const [left, right] = [closeness(a), closeness(b)];
      return left === right ? b.from.getTime() - a.from.getTime() : right > left ? 1 : -1;
    });
}
