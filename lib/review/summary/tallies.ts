import {
  and,
  count,
  countDistinct,
  eq,
  gt,
  inArray,
  isNull,
  lte,
  max,
  min,
  ne,
  type SQL,
  sql,
} from "drizzle-orm";
import { decisions, prunedCorrections, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { CorrectionsOfInput, FirstCorrectionsInput, ReviewOfRunInput } from "../schema.ts";
import { taskOfDecision } from "../decisions/internal.ts";

const standing = (ctx: Context, of: SQL | undefined) =>
  and(eq(decisions.projectId, ctx.project), isNull(decisions.undoneAt), of);

/** When people first asked for something else than each of these versions said; versions nobody corrected are left out. Throws forbidden. */
export async function firstCorrections(
  ctx: Context,
  input: FirstCorrectionsInput,
): Promise<Map<string, Date>> {
  requirePermission(ctx, "queue.read");
  const { promptVersionIds } = FirstCorrectionsInput.parse(input);
  if (promptVersionIds.length === 0) return new Map();
  const kept = await firstOf(ctx, inArray(tasks.promptVersionId, promptVersionIds));
  const { projectId, promptVersionId, firstAt } = prunedCorrections;
  const pruned = await ctx.db
    .select({ promptVersionId, firstAt })
    .from(prunedCorrections)
    .where(and(eq(projectId, ctx.project), inArray(promptVersionId, promptVersionIds)));
  const first = new Map<string, Date>();
  for (const { promptVersionId: id, firstAt: at } of [...kept, ...pruned])
    if (at <= (first.get(id) ?? at)) first.set(id, at);
  return first;
}

/** The first of these decisions by version that asked for something else. */
async function firstOf(ctx: Context, of: SQL): Promise<{ promptVersionId: string; firstAt: Date }[]> {
  const rows = await ctx.db
    .select({ id: tasks.promptVersionId, at: min(decisions.createdAt) })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(standing(ctx, and(of, ne(decisions.kind, "approve"))))
    .groupBy(tasks.promptVersionId);
  return rows.flatMap(({ id, at }) => (id && at ? [{ promptVersionId: id, firstAt: at }] : []));
}

/** Keeps when the versions of tasks that are about to go were first corrected. */
export async function keepCorrections(tx: Context, taskIds: readonly string[]): Promise<void> {
  const firsts = await firstOf(tx, inArray(tasks.id, [...taskIds]));
  if (firsts.length === 0) return;
  const { projectId, promptVersionId, firstAt } = prunedCorrections;
  await tx.db
    .insert(prunedCorrections)
    .values(firsts.map((first) => ({ projectId: tx.project, ...first })))
    .onConflictDoUpdate({
      target: [projectId, promptVersionId],
      set: { firstAt: sql`least(${firstAt}, excluded.first_at)` },
    });
}

/** How often a version was edited or rejected in a span (after, until], and when last; null for never. Throws forbidden. */
export async function correctionsOf(
  ctx: Context,
  input: CorrectionsOfInput,
): Promise<{ count: number; last: Date | null }> {
  requirePermission(ctx, "queue.read");
  const { promptVersionId, after, until } = CorrectionsOfInput.parse(input);
  const [row] = await ctx.db
    .select({ count: count(), last: max(decisions.createdAt) })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      standing(
        ctx,
        and(
          eq(tasks.promptVersionId, promptVersionId),
          inArray(decisions.kind, ["edit", "reject"]),
          lte(decisions.createdAt, until),
          after ? gt(decisions.createdAt, after) : undefined,
        ),
      ),
    );
  return row ?? { count: 0, last: null };
}

/** How many standing decisions there are on the cases of a run, by how many people, and when the last; null for none. Throws forbidden. */
export async function decisionsOfRun(
  ctx: Context,
  input: ReviewOfRunInput,
): Promise<{ count: number; people: number; last: Date | null }> {
  requirePermission(ctx, "queue.read");
  const { runId } = ReviewOfRunInput.parse(input);
  const [row] = await ctx.db
    .select({
      count: count(),
      people: countDistinct(decisions.reviewerName),
      last: max(decisions.createdAt),
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(standing(ctx, eq(tasks.runId, runId)));
  return row ?? { count: 0, people: 0, last: null };
}
