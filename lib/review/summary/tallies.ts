import { and, count, countDistinct, eq, gt, inArray, isNull, lte, max, min, ne, type SQL } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
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
  const rows = await ctx.db
    .select({ versionId: tasks.promptVersionId, at: min(decisions.createdAt) })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      standing(ctx, and(inArray(tasks.promptVersionId, promptVersionIds), ne(decisions.kind, "approve"))),
    )
    .groupBy(tasks.promptVersionId);
  return new Map(rows.flatMap(({ versionId, at }) => (versionId && at ? [[versionId, at] as const] : [])));
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
