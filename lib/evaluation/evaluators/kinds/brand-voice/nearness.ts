/**
 * How near a text lies to approved ones: its cosine to the sum of theirs by runs of three letters, as the share of the
 * approved texts that lie no nearer to the sum of the others (leave-one-out), 0..1. Topics count too, not style alone.
 */
export function nearnessTo(text: string, approved: readonly string[]): number {
  const all = approved.map(gramsOf);
  const sum = new Map<string, number>();
  for (const grams of all) for (const [gram, weight] of grams) sum.set(gram, (sum.get(gram) ?? 0) + weight);
  const own = cosine(gramsOf(text), sum, null);
  return all.filter((grams) => cosine(grams, sum, grams) <= own).length / all.length;
}

type Grams = ReadonlyMap<string, number>;

/** Shares of runs of three letters, of length 1 as a vector, so that a long text counts as much as a short one. */
function gramsOf(text: string): Grams {
  const plain = [...` ${text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim()} `];
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= plain.length; at += 1) {
    const gram = plain.slice(at, at + 3).join("");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const length = Math.hypot(...counts.values()) || 1;
  return new Map(Array.from(counts, ([gram, count]) => [gram, count / length]));
}

/** Of a text to the sum, without `out`, which is one of those in it. */
function cosine(grams: Grams, sum: Grams, out: Grams | null): number {
  let dot = 0;
  let square = 0;
  for (const [gram, total] of sum) {
    const rest = total - (out?.get(gram) ?? 0);
    square += rest * rest;
    dot += rest * (grams.get(gram) ?? 0);
  }
  return square === 0 ? 0 : dot / Math.sqrt(square);
}
