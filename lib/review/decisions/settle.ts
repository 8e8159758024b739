import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { adjudications, decisions, rejectReasons, tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { alignExamples } from "../corrections/join.ts";
import type { UndoneDecision } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";
import { settlementOf } from "./settlement.ts";

/**
 * Brings a task, whose row the caller has locked, up to what stands on it: its state, the one decision that
 * counts, and the example its correction is. Says which version an example left, when one did.
 */
export async function settleTask(tx: Context, task: TaskRecord): Promise<UndoneDecision["exampleLeft"]> {
  const opinions = await readOpinions(tx, task.id);
  const adjudication = await findAdjudication(tx, task.id);
  const { status, outcomeId } = settlementOf({
    decisionsNeeded: task.decisionsNeeded,
    opinions,
    adjudication,
  });
  await tx.db
    .update(tasks)
    .set({ status, decisionCount: opinions.length, ...(status === "open" ? {} : { holds: [] }) })
    .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, task.id)));
  const isIt = outcomeId === null ? sql`false` : sql`${decisions.id} = ${outcomeId}`;
  await tx.db
    .update(decisions)
    .set({ isOutcome: sql`${isIt}` })
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.taskId, task.id),
        ne(decisions.isOutcome, sql`(${isIt})`),
      ),
    );
  return alignExamples(tx, task, { outcomeId, opinions });
}

/** The opinions that stand on a task, in the order they were given. */
export async function readOpinions(ctx: Context, taskId: string) {
  return ctx.db
    .select({
      id: decisions.id,
      kind: decisions.kind,
      correction: decisions.correction,
      isSafety: sql<boolean>`coalesce(${rejectReasons.isSafety}, false)`.mapWith(Boolean),
    })
    .from(decisions)
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.taskId, taskId),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
      ),
    )
    .orderBy(asc(decisions.createdAt), asc(decisions.id));
}

/** The third person's word that stands on a task, or null. */
export async function findAdjudication(ctx: Context, taskId: string) {
  const [row] = await ctx.db
    .select()
    .from(adjudications)
    .where(
      and(
        eq(adjudications.projectId, ctx.project),
        eq(adjudications.taskId, taskId),
        isNull(adjudications.undoneAt),
      ),
    );
  return row ?? null;
}
