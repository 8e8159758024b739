import { countRuns, countShared, tokensOf } from "#text";

export type RougeN = { precision: number; recall: number; f: number };

/** ROUGE-N (Lin 2004) as Google's rouge-score gives it without stemming: shared n-grams of words, each as often as both have it. */
export function rougeN(output: string, reference: string, order: 1 | 2): RougeN {
  const [given, wanted] = [tokensOf(output), tokensOf(reference)];
  const common = countShared(countRuns(given, order), countRuns(wanted, order));
  if (common === 0) return { precision: 0, recall: 0, f: 0 };
  const [precision, recall] = [common / (given.length - order + 1), common / (wanted.length - order + 1)];
  return { precision, recall, f: (2 * precision * recall) / (precision + recall) };
}
