import { isSameTarget } from "#client/routes";
import type { NamedTarget } from "#schema/routes";

/** What an environment served: a version, and the model or route in the place of the version's own. */
export type Served = { versionId: string; model: NamedTarget | null };
/** A move of an environment's pointer, oldest first. */
export type Move = { kind: "promotion" | "rollback"; from: Served | null };

/**
 * What a rollback would restore: what was served before the newest promotion that has not been rolled back.
 * A second rollback goes further back instead of forward to the version that was just withdrawn.
 */
export function previouslyServed(moves: readonly Move[]): Served | null {
  const before: (Served | null)[] = [];
  for (const move of moves) {
    if (move.kind === "promotion") before.push(move.from);
    else before.pop();
  }
  return before.at(-1) ?? null;
}

/** True when a pointer that served the one serves nothing else as the other. */
export function isSameServed(one: Served, other: Served): boolean {
  return one.versionId === other.versionId && isSameTarget(one.model, other.model);
}

/** Written only by this room, as a NamedTarget, so the columns hold its shape. */
export function asModel(stored: unknown): NamedTarget | null {
  return stored as NamedTarget | null;
}
