import { and, asc, eq, exists, gte, inArray, isNull, lt, not, or, sql } from "drizzle-orm";
import { rowsOf } from "#db";
import { adjudications, decisions, tasks } from "#db/schema/review";
import { authorship, type DataKind, holdData, type Person } from "#lib/governance";
import type { Context } from "#lib/identity";
import { keepCorrections } from "./summary/tallies.ts";

/** Tasks that are settled, and on which nobody decided, confirmed, adjudicated or took anything back since a moment. */
const settledBefore = (ctx: Context, before: Date) =>
  and(
    eq(tasks.projectId, ctx.project),
    inArray(tasks.status, ["decided", "left_open"]),
    lt(tasks.createdAt, before),
    not(
      exists(
        ctx.db
          .select({ one: sql`1` })
          .from(decisions)
          .where(
            and(
              eq(decisions.projectId, tasks.projectId),
              eq(decisions.taskId, tasks.id),
              or(
                gte(decisions.createdAt, before),
                gte(decisions.confirmedAt, before),
                gte(decisions.undoneAt, before),
              ),
            ),
          ),
      ),
    ),
    not(
      exists(
        ctx.db
          .select({ one: sql`1` })
          .from(adjudications)
          .where(
            and(
              eq(adjudications.projectId, tasks.projectId),
              eq(adjudications.taskId, tasks.id),
              or(gte(adjudications.createdAt, before), gte(adjudications.undoneAt, before)),
            ),
          ),
      ),
    ),
  );

/** Tasks of an end user: by what they keep of the key, and by their calls where they name nobody else. */
const ofEndUser = (ctx: Context, { calls, hash }: Extract<Person, { kind: "end_user" }>) =>
  and(
    eq(tasks.projectId, ctx.project),
    or(
      eq(tasks.endUserHash, hash),
      and(isNull(tasks.endUserHash), sql`${tasks.generationId} = any(${sql.param([...calls])}::uuid[])`),
    ),
  );

const settledTasks: DataKind = {
  name: "review.tasks",
  label: "Reviewed tasks and their decisions",
  retention: {
    minimumDays: 183,
    because:
      "They are the record of human oversight; Articles 19 and 26(6) of the EU AI Act have logs of high-risk systems kept for six months.",
    figures:
      "Quality and approval of longer spans then lack them, and say so. When a version was first corrected stays, and what a promotion rested on.",
    count: async (ctx, before) => {
      const old = await ctx.db.$count(tasks, settledBefore(ctx, before));
      const all = await ctx.db.$count(
        tasks,
        and(eq(tasks.projectId, ctx.project), inArray(tasks.status, ["decided", "left_open"])),
      );
      return { all, old };
    },
    // Decisions and adjudications go with their task. What a promotion rested on stands in the promotion.
    prune: async (tx, before, limit) => {
      const oldest = await tx.db
        .select({ id: tasks.id })
        .from(tasks)
        .where(settledBefore(tx, before))
        .orderBy(asc(tasks.createdAt))
        .limit(limit);
      const ids = oldest.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await keepCorrections(tx, ids);
      const gone = await tx.db
        .delete(tasks)
        .where(and(eq(tasks.projectId, tx.project), inArray(tasks.id, ids)))
        .returning({ id: tasks.id });
      return gone.length;
    },
  },
  exportOf: async (ctx, person) =>
    person.kind === "end_user"
      ? ctx.db
          .select({
            title: tasks.title,
            inputs: tasks.inputs,
            output: tasks.output,
            reference: tasks.reference,
            createdAt: tasks.createdAt,
          })
          .from(tasks)
          .where(ofEndUser(ctx, person))
          .orderBy(asc(tasks.createdAt))
      : [],
  erase: (tx, person) => (person.kind === "member" ? forgetHolder(tx, person.id) : emptyTasks(tx, person)),
};

/** What an end user wrote, and what was made of it, goes; that it was judged, and how, stays. */
async function emptyTasks(tx: Context, person: Extract<Person, { kind: "end_user" }>): Promise<number> {
  const emptied = await tx.db
    .update(tasks)
    .set({ title: "Erased", inputs: {}, output: "", reference: null, endUserHash: null })
    .where(ofEndUser(tx, person))
    .returning({ id: tasks.id });
  if (emptied.length === 0) return 0;
  const ids = emptied.map(({ id }) => id);
  await tx.db
    .update(decisions)
    .set({ correction: null, comment: "" })
    .where(and(eq(decisions.projectId, tx.project), inArray(decisions.taskId, ids)));
  await tx.db
    .update(adjudications)
    .set({ reason: "" })
    .where(and(eq(adjudications.projectId, tx.project), inArray(adjudications.taskId, ids)));
  return emptied.length;
}

/** Their name stands on the tasks they have on screen. */
async function forgetHolder(tx: Context, userId: string): Promise<number> {
  const freed = await tx.db.execute(sql`
    update ${tasks} set holds = coalesce(
      (select jsonb_agg(hold) from jsonb_array_elements(holds) hold where hold->>'by' <> ${userId}), '[]'::jsonb)
    where project_id = ${tx.project} and holds @> ${JSON.stringify([{ by: userId }])}::jsonb returning 1`);
  return rowsOf(freed).length;
}

holdData("review", [
  settledTasks,
  authorship({
    name: "review.decisions",
    label: "Decisions",
    table: decisions,
    project: decisions.projectId,
    by: decisions.reviewerId,
    byName: decisions.reviewerName,
    at: decisions.createdAt,
    shown: {
      id: decisions.id,
      taskId: decisions.taskId,
      kind: decisions.kind,
      reasonKey: decisions.reasonKey,
      comment: decisions.comment,
      decisionMs: decisions.decisionMs,
    },
  }),
  authorship({
    name: "review.confirmations",
    label: "Corrections let in or declined",
    table: decisions,
    project: decisions.projectId,
    by: decisions.confirmedBy,
    byName: decisions.confirmedByName,
    at: decisions.confirmedAt,
    shown: { id: decisions.id, correctionStatus: decisions.correctionStatus },
  }),
  authorship({
    name: "review.adjudications",
    label: "Adjudications",
    table: adjudications,
    project: adjudications.projectId,
    by: adjudications.adjudicatorId,
    byName: adjudications.adjudicatorName,
    at: adjudications.createdAt,
    shown: { id: adjudications.id, verdict: adjudications.verdict, reason: adjudications.reason },
  }),
]);
