import { and, asc, eq, inArray } from "drizzle-orm";
import { approvals, promotions } from "#db/schema/releases";
import { actedBy, type AuditCheck, type CheckedEvent, partsOf } from "#lib/governance";
import { labelsAuditCheck } from "#lib/prompts";
import { decisionsAuditCheck } from "#lib/review";
import { contentHash } from "#platform/canonical";

const moved = ["promotion.complete", "promotion.rollback"];
const voted = { approve: "promotion.approve", reject: "promotion.reject" } as const;

/** Compares promotions, their evidence and their approvals with the events that tell of them, both ways. */
const promotionsAuditCheck: AuditCheck = {
  actions: [...moved, ...Object.values(voted)],
  findProblems: async (ctx, events) => {
    const rows = await ctx.db
      .select()
      .from(promotions)
      .where(and(eq(promotions.projectId, ctx.project), inArray(promotions.status, ["promoted", "rejected"])))
      .orderBy(asc(promotions.number));
    const votes = await ctx.db
      .select({ vote: approvals, number: promotions.number })
      .from(approvals)
      .innerJoin(
        promotions,
        and(eq(promotions.projectId, approvals.projectId), eq(promotions.id, approvals.promotionId)),
      )
      .where(eq(approvals.projectId, ctx.project))
      .orderBy(asc(promotions.number));
    return [
      ...rows.flatMap((row) => problemsOf(row, events)),
      ...votes.flatMap(({ vote, number }) => problemsOfVote(vote, number, events)),
      ...missing(
        events,
        new Map(rows.map(({ id, status }) => [id, status])),
        new Set(votes.map(({ vote }) => `${vote.promotionId} ${vote.userId}`)),
      ),
    ];
  },
};

/** What events tell of and no row keeps. */
function missing(
  events: readonly CheckedEvent[],
  closed: ReadonlyMap<string, string>,
  votes: ReadonlySet<string>,
): string[] {
  return events.flatMap((event) => {
    const { seq, action, subjectId, actor } = event;
    const promotion = `a promotion that is not stored as ${action === "promotion.reject" ? "rejected" : "promoted"}`;
    if (moved.includes(action))
      return closed.get(subjectId) === "promoted" ? [] : [`Event ${seq} tells of ${promotion}.`];
    if (action === "promotion.reject" && closed.get(subjectId) !== "rejected")
      return [`Event ${seq} tells of ${promotion}.`];
    return votes.has(`${subjectId} ${actedBy(event)}`)
      ? []
      : [`Event ${seq} tells of ${actor.name}'s decision on a promotion, which is not stored.`];
  });
}

/** What a project's rows must say to agree with its audit chain: labels, decisions, promotions and approvals. */
export const projectAuditChecks: readonly AuditCheck[] = [
  labelsAuditCheck,
  decisionsAuditCheck,
  promotionsAuditCheck,
];

type PromotionRow = typeof promotions.$inferSelect;

function problemsOf(row: PromotionRow, events: readonly CheckedEvent[]): string[] {
  const problems: string[] = [];
  if (row.evidenceHash !== null && contentHash(row.evidence) !== row.evidenceHash)
    problems.push(`The evidence stored with promotion ${row.number} is not what its hash was made of.`);
  if (row.status !== "promoted") return problems;
  const event = events.find(({ action, subjectId }) => subjectId === row.id && moved.includes(action));
  const after = partsOf(event?.after);
  if (!event)
    problems.push(`Promotion ${row.number} moved ${row.environmentName}, and no event tells of it.`);
  else if (after["evidenceHash"] !== row.evidenceHash)
    problems.push(
      `Event ${event.seq} gives promotion ${row.number} another evidence than the one stored with it.`,
    );
  else if (after["version"] !== row.toVersionNumber)
    problems.push(
      `Event ${event.seq} moved ${row.environmentName} to version ${String(after["version"])}; promotion ${row.number} says version ${row.toVersionNumber}.`,
    );
  return problems;
}

function problemsOfVote(
  vote: typeof approvals.$inferSelect,
  number: number,
  events: readonly CheckedEvent[],
): string[] {
  const told = events.some(
    (event) =>
      event.action === voted[vote.verdict] &&
      event.subjectId === vote.promotionId &&
      actedBy(event) === vote.userId,
  );
  return told
    ? []
    : [
        `${vote.userName}'s "${vote.verdict}" on promotion ${number} is stored, and no event by them tells of it.`,
      ];
}
