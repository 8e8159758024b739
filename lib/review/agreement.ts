/**
 * Cohen's kappa of two raters over the same items: agreement beyond chance, 1 at most. Null without
 * items, and null when chance alone would agree always (both used one category), where it says nothing.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | null {
  if (pairs.length === 0) return null;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let agreed = 0;
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
    if (a === b) agreed += 1;
  }
  const count = pairs.length;
  let chance = 0;
  for (const [category, times] of first) chance += (times / count) * ((second.get(category) ?? 0) / count);
  if (chance >= 1) return null;
  return (agreed / count - chance) / (1 - chance);
}
