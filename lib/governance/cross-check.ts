import type { Context } from "#lib/identity";
import type { Link } from "./verify-chain.ts";

/** One event as a cross-check reads it; `at` is its moment in ISO 8601. */
export type CheckedEvent = Pick<Link, "seq" | "at" | "action" | "actor" | "subjectId" | "before" | "after">;

/**
 * A room's comparison of its own rows with the events that name them, so that neither can be changed by hand
 * without the other. A chain that was rewritten as a whole still contradicts the rows, and the other way round.
 */
export type AuditCheck<Scope = Context> = {
  /** The actions whose events the check wants, in the chain's order. */
  actions: readonly string[];
  /** A sentence for each row or event that has no counterpart, or another one than it says. */
  findProblems(scope: Scope, events: readonly CheckedEvent[]): Promise<string[]>;
};

/** Gathers events for some checks while a chain is read. */
export function collectFor<Scope>(checks: readonly AuditCheck<Scope>[]) {
  const wanted = new Map<string, CheckedEvent[][]>();
  const perCheck = checks.map((check) => {
    const events: CheckedEvent[] = [];
    for (const action of check.actions) wanted.set(action, [...(wanted.get(action) ?? []), events]);
    return { check, events };
  });
  return {
    take: ({ seq, at, action, actor, subjectId, before, after }: Link) => {
      for (const list of wanted.get(action) ?? [])
        list.push({ seq, at, action, actor, subjectId, before, after });
    },
    findProblems: async (scope: Scope): Promise<string[]> => {
      const found: string[] = [];
      for (const { check, events } of perCheck) found.push(...(await check.findProblems(scope, events)));
      return found;
    },
  };
}

/** A side of an event as the record it is; nothing for any other. */
export function partsOf(side: unknown): Record<string, unknown> {
  return typeof side === "object" && side !== null ? { ...side } : {};
}

/** The person an event is of: its actor, or who made the key of the program that acted. */
export function actedBy({ actor, after }: Pick<CheckedEvent, "actor" | "after">): string | null {
  const { personId } = partsOf(after);
  return actor.kind === "api_key" && typeof personId === "string" ? personId : actor.id;
}
