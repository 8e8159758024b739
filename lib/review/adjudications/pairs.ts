import { and, eq, gte, isNull, lt, ne } from "drizzle-orm";
import { adjudications, decisions, tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { blindOrder } from "../decisions/settlement.ts";
import type { AgreementFilter, DecisionKind, SettledAs } from "../schema.ts";
import { taskOfDecision } from "../decisions/internal.ts";

type Filter = AgreementFilter;
export type OpinionPair = { taskId: string; a: DecisionKind; b: DecisionKind };

/** Two independent opinions on a task, in the order that says nothing of who came first; the later one in the span. */
export async function readPairs(ctx: Context, { queueId, from, to }: Filter): Promise<OpinionPair[]> {
  const rows = await ctx.db
    .select({
      id: decisions.id,
      taskId: decisions.taskId,
      kind: decisions.kind,
      createdAt: decisions.createdAt,
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
        gte(tasks.decisionsNeeded, 2),
        // Before the second opinion is in, nothing may be told of the first.
        ne(tasks.status, "open"),
        queueId ? eq(tasks.queueId, queueId) : undefined,
      ),
    );
  return [...Map.groupBy(rows, ({ taskId }) => taskId).values()].flatMap((own): OpinionPair[] => {
    const [a, b] = blindOrder(own);
    if (!a || !b) return [];
    const settledAt = a.createdAt > b.createdAt ? a.createdAt : b.createdAt;
    return (from && settledAt < from) || (to && settledAt >= to)
      ? []
      : [{ taskId: a.taskId, a: a.kind, b: b.kind }];
  });
}

const severity: Record<DecisionKind, number> = { approve: 0, edit: 1, reject: 2 };

/** How third persons settled tasks in the span, one row a task. */
export async function readSettled(
  ctx: Context,
  { queueId, from, to }: Filter,
): Promise<{ taskId: string; as: SettledAs }[]> {
  const rows = await ctx.db
    .select({
      taskId: adjudications.taskId,
      verdict: adjudications.verdict,
      a: adjudications.opinionAId,
      b: adjudications.opinionBId,
    })
    .from(adjudications)
    .innerJoin(tasks, and(eq(tasks.projectId, adjudications.projectId), eq(tasks.id, adjudications.taskId)))
    .where(
      and(
        eq(adjudications.projectId, ctx.project),
        isNull(adjudications.undoneAt),
        queueId ? eq(tasks.queueId, queueId) : undefined,
        from ? gte(adjudications.createdAt, from) : undefined,
        to ? lt(adjudications.createdAt, to) : undefined,
      ),
    );
  const kinds = await kindsOf(ctx);
  return rows.map(({ taskId, verdict, a, b }) => {
    if (verdict === "left_open") return { taskId, as: "leftOpen" };
    if (verdict === "edit") return { taskId, as: "neither" };
    const [kept, other] = verdict === "as_a" ? [a, b] : [b, a];
    const isMilder = severity[kinds.get(kept) ?? "reject"] < severity[kinds.get(other) ?? "reject"];
    return { taskId, as: isMilder ? "milder" : "stricter" };
  });
}

async function kindsOf(ctx: Context): Promise<Map<string, DecisionKind>> {
  const rows = await ctx.db
    .select({ id: decisions.id, kind: decisions.kind })
    .from(decisions)
    .innerJoin(
      adjudications,
      and(eq(adjudications.projectId, decisions.projectId), eq(adjudications.taskId, decisions.taskId)),
    )
    .where(eq(decisions.projectId, ctx.project));
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
