/**
 * The versions a version came from, itself first, as far as the list reaches: what a branch shows as its own past. A
 * merge is followed to the branch it was saved to.
 */
export function lineageOf<Version extends { id: string; parentId: string | null }>(
  versions: readonly Version[],
  headId: string,
): Version[] {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const lineage: Version[] = [];
  for (let next = byId.get(headId); next; next = next.parentId === null ? undefined : byId.get(next.parentId))
    lineage.push(next);
  return lineage;
}
