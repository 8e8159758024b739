import { and, eq, inArray, lt, min, sql } from "drizzle-orm";
import { feedback, prunedComplaints } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { FirstComplaintsInput } from "../schema.ts";

/** When end users first scored each of these versions below 0.5, simulated calls left out; versions nobody complained of are left out. Throws forbidden. */
export async function firstComplaints(ctx: Context, input: FirstComplaintsInput): Promise<Map<string, Date>> {
  requirePermission(ctx, "feedback.read");
  const { promptVersionIds } = FirstComplaintsInput.parse(input);
  if (promptVersionIds.length === 0) return new Map();
  const kept = await ctx.db
    .select({ versionId: feedback.promptVersionId, at: min(feedback.createdAt) })
    .from(feedback)
    .where(
      and(
        eq(feedback.projectId, ctx.project),
        inArray(feedback.promptVersionId, promptVersionIds),
        isComplaint,
      ),
    )
    .groupBy(feedback.promptVersionId);
  const { promptVersionId, firstAt } = prunedComplaints;
  const pruned = await ctx.db
    .select({ versionId: promptVersionId, at: firstAt })
    .from(prunedComplaints)
    .where(and(eq(prunedComplaints.projectId, ctx.project), inArray(promptVersionId, promptVersionIds)));
  const first = new Map<string, Date>();
  for (const { versionId, at } of [...kept, ...pruned])
    if (versionId && at && at <= (first.get(versionId) ?? at)) first.set(versionId, at);
  return first;
}

/** Said of a version by an end user, and no praise. */
const isComplaint = and(eq(feedback.isSimulated, false), lt(feedback.score, 0.5));

/** Keeps when the versions of feedback that is about to go were first complained of. */
export async function keepComplaints(tx: Context, ids: readonly string[]): Promise<void> {
  const { projectId, promptVersionId, firstAt } = prunedComplaints;
  const rows = await tx.db
    .select({ versionId: feedback.promptVersionId, at: min(feedback.createdAt) })
    .from(feedback)
    .where(and(eq(feedback.projectId, tx.project), inArray(feedback.id, [...ids]), isComplaint))
    .groupBy(feedback.promptVersionId);
  const firsts = rows.flatMap(({ versionId, at }) =>
    versionId && at ? [{ projectId: tx.project, promptVersionId: versionId, firstAt: at }] : [],
  );
  if (firsts.length === 0) return;
  await tx.db
    .insert(prunedComplaints)
    .values(firsts)
    .onConflictDoUpdate({
      target: [projectId, promptVersionId],
      set: { firstAt: sql`least(${firstAt}, excluded.first_at)` },
    });
}
