/** One thing found, with its fused score and which ranking it stands in. */
export type Fused = { id: string; score: number; inFirst: boolean; inSecond: boolean };

/** Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): each ranking adds 1 / (60 + rank), rank from 1. */
export function fuseRanks(first: string[], second: string[]): Fused[] {
  const all = new Map<string, Fused>();
  for (const [ranking, key] of [
    [first, "inFirst"],
    [second, "inSecond"],
  ] as const) {
    for (const [index, id] of ranking.entries()) {
      const known = all.get(id) ?? { id, score: 0, inFirst: false, inSecond: false };
      all.set(id, { ...known, score: known.score + 1 / (60 + index + 1), [key]: true });
    }
  }
  return [...all.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}
