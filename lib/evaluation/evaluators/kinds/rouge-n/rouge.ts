import { tokensOf } from "#text";

export type RougeN = { precision: number; recall: number; f: number };

/** ROUGE-N (Lin 2004) as Google's rouge-score gives it without stemming: shared n-grams of words, each as often as both have it. */
export function rougeN(output: string, reference: string, order: 1 | 2): RougeN {
  const [given, wanted] = [counted(tokensOf(output), order), counted(tokensOf(reference), order)];
  let common = 0;
  for (const [gram, count] of given.counts) common += Math.min(count, wanted.counts.get(gram) ?? 0);
  if (common === 0) return { precision: 0, recall: 0, f: 0 };
  const [precision, recall] = [common / given.total, common / wanted.total];
  return { precision, recall, f: (2 * precision * recall) / (precision + recall) };
}

function counted(words: readonly string[], order: number): { counts: Map<string, number>; total: number } {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= words.length; start += 1) {
    const gram = words.slice(start, start + order).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, words.length - order + 1) };
}
