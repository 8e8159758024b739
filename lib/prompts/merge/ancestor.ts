type Node = { id: string; number: number; parentId: string | null; mergedFromId: string | null };

/**
 * The newest version that two come from, along both parents of every merge; null where they have none in common. It is
 * one of the two where that one went on from the other.
 */
export function commonAncestor<Version extends Node>(
  versions: readonly Version[],
  one: string,
  other: string,
): Version | null {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const [ofOne, ofOther] = [ancestors(byId, one), ancestors(byId, other)];
  const common = versions.filter(({ id }) => ofOne.has(id) && ofOther.has(id));
  return common.toSorted((a, b) => b.number - a.number)[0] ?? null;
}

/** A version and all it comes from. */
function ancestors(byId: ReadonlyMap<string, Node>, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const version = byId.get(next);
    if (!version || found.has(next)) continue;
    found.add(next);
    for (const parent of [version.parentId, version.mergedFromId]) if (parent !== null) waiting.push(parent);
  }
  return found;
}
