import { asc, eq } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
import { actedBy, type AuditCheck, type CheckedEvent, partsOf } from "#lib/governance";
import { correctionSeal, taskOfDecision } from "./internal.ts";

/** Both say up to when: the first of a night before anything is gone, the other how many went. */
const removals = ["retention.begin", "retention.prune"];

/**
 * Compares reviewers' decisions with the events that tell of them: that they are there, kind, person, reason, correction,
 * and whether they stand. Decisions that were removed by age, and corrections of an erased end user, are missed by nobody:
 * the events of both say so.
 */
export const decisionsAuditCheck: AuditCheck = {
  actions: [
    "task.decide",
    "decision.undo",
    "task.adjudicate",
    "adjudication.undo",
    ...removals,
    "person.erase",
  ],
  findProblems: async (ctx, events) => {
    const rows = await ctx.db
      .select({ decision: decisions, number: tasks.number })
      .from(decisions)
      .innerJoin(tasks, taskOfDecision)
      .where(eq(decisions.projectId, ctx.project))
      .orderBy(asc(decisions.createdAt));
    const made = byDecision(events, ["task.decide", "task.adjudicate"], "after");
    const undone = byDecision(events, ["decision.undo", "adjudication.undo"], "before");
    const erasedAt = events.findLast(({ action }) => action === "person.erase")?.seq ?? 0;
    const changed = rows.flatMap(({ decision, number }) => {
      const event = made.get(decision.id);
      const what = `${decision.reviewerName}'s decision on task ${number}`;
      if (!event) return [`${what} is stored, and no event tells of it.`];
      const said = partsOf(event.after);
      const isSame =
        said["kind"] === decision.kind &&
        (said["reasonKey"] ?? null) === decision.reasonKey &&
        actedBy(event) === decision.reviewerId &&
        isSameCorrection(decision, said["correctionSeal"], event.seq < erasedAt);
      if (!isSame) return [`${what} is stored otherwise than event ${event.seq} says.`];
      return (decision.undoneAt !== null) === undone.has(decision.id)
        ? []
        : [
            `${what} ${decision.undoneAt ? "is marked as undone, and no event undid it" : "stands, and an event undid it"}.`,
          ];
    });
    return [...changed, ...missing(made, new Set(rows.map(({ decision }) => decision.id)), events)];
  },
};

/** Events from before seals were written have none. */
function isSameCorrection(
  { id, correction }: typeof decisions.$inferSelect,
  seal: unknown,
  mayBeErased: boolean,
): boolean {
  if (seal === undefined || (correction === null && mayBeErased)) return true;
  return correctionSeal(id, correction) === seal;
}

function missing(
  made: ReadonlyMap<unknown, CheckedEvent>,
  stored: ReadonlySet<unknown>,
  events: readonly CheckedEvent[],
): string[] {
  const prunedBefore = events
    .filter(({ action, subjectId }) => removals.includes(action) && subjectId === "review.tasks")
    .map(({ after }) => String(partsOf(after)["before"]))
    .reduce((latest, before) => (before > latest ? before : latest), "");
  return [...made].flatMap(([id, { seq, at, actor }]) =>
    typeof id !== "string" || stored.has(id) || at < prunedBefore
      ? []
      : [`Event ${seq} tells of a decision by ${actor.name} that is not stored.`],
  );
}

function byDecision(
  events: readonly CheckedEvent[],
  actions: readonly string[],
  side: "before" | "after",
): Map<unknown, CheckedEvent> {
  return new Map(
    events
      .filter((event) => actions.includes(event.action))
      .map((event) => [partsOf(event[side])["decisionId"], event]),
  );
}
