export type RougeScore = { precision: number; recall: number; f: number };

/** Lower case, letters and digits of ASCII only: the tokens of Google's rouge-score. */
export function rougeTokens(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** ROUGE-L (Lin 2004): longest common subsequence of words, beta 1. Texts are read up to 4,000 words. */
export function rougeL(prediction: string, target: string): RougeScore {
  const left = rougeTokens(prediction).slice(0, 4000);
  const right = rougeTokens(target).slice(0, 4000);
  if (left.length === 0 || right.length === 0) return { precision: 0, recall: 0, f: 0 };
  const common = longestCommonSubsequence(left, right);
  const precision = common / left.length;
  const recall = common / right.length;
  return { precision, recall, f: common === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function longestCommonSubsequence(left: readonly string[], right: readonly string[]): number {
  let above = new Uint16Array(right.length + 1);
  for (const word of left) {
    const row = new Uint16Array(right.length + 1);
    for (let place = 0; place < right.length; place += 1) {
      row[place + 1] =
        word === right[place] ? (above[place] ?? 0) + 1 : Math.max(above[place + 1] ?? 0, row[place] ?? 0);
    }
    above = row;
  }
  return above[right.length] ?? 0;
}
