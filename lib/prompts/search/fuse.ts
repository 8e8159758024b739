/** What was found by its words: shares as `rankByWords` gives them. */
type ByWords = { promptId: string; score: number; inName: number; found: number };
/** What was found by its meaning, in standard deviations above what unrelated prompts have. */
type ByMeaning = { promptId: string; deviations: number };
/** One thing found, with its score and what found it. */
export type Fused = { id: string; score: number; byWords: boolean; byMeaning: boolean };

/** Chosen on the 80 queries of docs/measurements/search.md and tried on 74 others. */
const nameShare = 0.2;
const sharpness = 2;
const perDeviation = 0.1;
/** What has less of the words than this, weighed, and is not near in meaning, is not offered. */
const leastFound = 0.25;

/**
 * One order of both: few words of many found count little, all of them more than any nearness of meaning, and words in a
 * name most. Ranks alone would not say how sure either is.
 */
export function fuse(byWords: readonly ByWords[], byMeaning: readonly ByMeaning[]): Fused[] {
  const all = new Map<string, Fused>();
  const near = new Set(byMeaning.map(({ promptId }) => promptId));
  for (const { promptId, score, inName, found } of byWords) {
    if (found < leastFound && !near.has(promptId)) continue;
    all.set(promptId, {
      id: promptId,
      score: (score + nameShare * inName) ** sharpness,
      byWords: true,
      byMeaning: false,
    });
  }
  for (const { promptId, deviations } of byMeaning) {
    const known = all.get(promptId) ?? { id: promptId, score: 0, byWords: false, byMeaning: false };
    all.set(promptId, { ...known, score: known.score + perDeviation * deviations, byMeaning: true });
  }
  return [...all.values()].sort((a, b) => b.score - a.score);
}
