export type RougeScore = { precision: number; recall: number; f: number };

/** ROUGE-L (Lin 2004) of two texts cut into words: their longest common subsequence, beta 1. */
export function rougeL(left: readonly string[], right: readonly string[]): RougeScore {
  if (left.length === 0 || right.length === 0) return { precision: 0, recall: 0, f: 0 };
  const common = longestCommonSubsequence(left, right);
  const precision = common / left.length;
  const recall = common / right.length;
  const f = common === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f };
}

/**
 * Length of the longest common subsequence, 32 cells of the table at once (Hyyrö 2004): a bit that is 0 stands for a
 * step of the row; row' = (row + (row & match)) | (row & ~match).
 */
function longestCommonSubsequence(left: readonly string[], right: readonly string[]): number {
  const limbs = Math.ceil(left.length / 32);
  const matches = new Map<string, Uint32Array>();
  for (const [place, word] of left.entries()) {
    const found = matches.get(word) ?? new Uint32Array(limbs);
    found[place >>> 5] = (found[place >>> 5] ?? 0) | (1 << (place & 31));
    matches.set(word, found);
  }
  const row = new Uint32Array(limbs).fill(0xffffffff);
  for (const word of right) {
    const match = matches.get(word);
    if (match) addRow(row, match);
  }
  let common = 0;
  for (let place = 0; place < left.length; place += 1) {
    if ((((row[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 0) common += 1;
  }
  return common;
}

function addRow(row: Uint32Array, match: Uint32Array): void {
  let carry = 0;
  for (let limb = 0; limb < row.length; limb += 1) {
    const before = row[limb] ?? 0;
    const hits = (before & (match[limb] ?? 0)) >>> 0;
    const sum = before + hits + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    row[limb] = (sum | (before & ~(match[limb] ?? 0))) >>> 0;
  }
}
