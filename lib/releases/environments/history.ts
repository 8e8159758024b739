/** A move of an environment's pointer, oldest first. */
export type Move = { kind: "promotion" | "rollback"; fromVersionId: string | null; toVersionId: string };

/**
 * What a rollback would restore: what was served before the newest promotion that has not been rolled back.
 * A second rollback goes further back instead of forward to the version that was just withdrawn.
 */
export function previousVersion(moves: readonly Move[]): string | null {
  const before: (string | null)[] = [];
  for (const move of moves) {
    if (move.kind === "promotion") before.push(move.fromVersionId);
    else before.pop();
  }
  return before.at(-1) ?? null;
}
