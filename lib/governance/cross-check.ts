import type { Context } from "#lib/identity";
import type { Link } from "./verify-chain.ts";

/** One event as a cross-check reads it. */
export type CheckedEvent = Pick<Link, "seq" | "action" | "actor" | "subjectId" | "before" | "after">;

/**
 * A room's comparison of its own rows with the project's events that name them, so that neither can be changed by hand
 * without the other. A chain that was rewritten as a whole still contradicts the rows, and the other way round.
 */
export type AuditCheck = {
  /** The actions whose events the check wants, in the chain's order. */
  actions: readonly string[];
  /** A sentence for each row or event that has no counterpart, or another one than it says. */
  findProblems(ctx: Context, events: readonly CheckedEvent[]): Promise<string[]>;
};

/** Gathers events for some checks while a chain is read. */
export function collectFor(checks: readonly AuditCheck[]) {
  const wanted = new Map<string, CheckedEvent[][]>();
  const perCheck = checks.map((check) => {
    const events: CheckedEvent[] = [];
    for (const action of check.actions) wanted.set(action, [...(wanted.get(action) ?? []), events]);
    return { check, events };
  });
  return {
    take: ({ seq, action, actor, subjectId, before, after }: Link) => {
      for (const list of wanted.get(action) ?? [])
        list.push({ seq, action, actor, subjectId, before, after });
    },
    findProblems: async (ctx: Context): Promise<string[]> => {
      const found: string[] = [];
      for (const { check, events } of perCheck) found.push(...(await check.findProblems(ctx, events)));
      return found;
    },
  };
}
