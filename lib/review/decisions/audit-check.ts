import { asc, eq } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
import type { AuditCheck, CheckedEvent } from "#lib/governance";
import { taskOfDecision } from "./internal.ts";

/** Compares reviewers' decisions with the events that tell of them: kind, person, reason, and whether they stand. */
export const decisionsAuditCheck: AuditCheck = {
  actions: ["task.decide", "decision.undo", "task.adjudicate", "adjudication.undo"],
  findProblems: async (ctx, events) => {
    const rows = await ctx.db
      .select({ decision: decisions, number: tasks.number })
      .from(decisions)
      .innerJoin(tasks, taskOfDecision)
      .where(eq(decisions.projectId, ctx.project))
      .orderBy(asc(decisions.createdAt));
    const made = byDecision(events, ["task.decide", "task.adjudicate"], "after");
    const undone = byDecision(events, ["decision.undo", "adjudication.undo"], "before");
    return rows.flatMap(({ decision, number }) => {
      const told = made.get(decision.id);
      const what = `${decision.reviewerName}'s decision on task ${number}`;
      if (!told) return [`${what} is stored, and no event tells of it.`];
      const said = partsOf(told.after);
      const isSame =
        said["kind"] === decision.kind &&
        (said["reasonKey"] ?? null) === decision.reasonKey &&
        told.actor.id === decision.reviewerId;
      if (!isSame) return [`${what} is stored otherwise than event ${told.seq} says.`];
      return (decision.undoneAt !== null) === undone.has(decision.id)
        ? []
        : [
            `${what} ${decision.undoneAt ? "is marked as undone, and no event undid it" : "stands, and an event undid it"}.`,
          ];
    });
  },
};

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

function partsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
