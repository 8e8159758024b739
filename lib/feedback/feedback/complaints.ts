import { and, eq, inArray, lt, min } from "drizzle-orm";
import { feedback } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { FirstComplaintsInput } from "../schema.ts";

/** When end users first scored each of these versions below 0.5, simulated calls left out; versions nobody complained of are left out. Throws forbidden. */
export async function firstComplaints(ctx: Context, input: FirstComplaintsInput): Promise<Map<string, Date>> {
  requirePermission(ctx, "feedback.read");
  const { promptVersionIds } = FirstComplaintsInput.parse(input);
  if (promptVersionIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ versionId: feedback.promptVersionId, at: min(feedback.createdAt) })
    .from(feedback)
    .where(
      and(
        eq(feedback.projectId, ctx.project),
        inArray(feedback.promptVersionId, promptVersionIds),
        eq(feedback.isSimulated, false),
        lt(feedback.score, 0.5),
      ),
    )
    .groupBy(feedback.promptVersionId);
  return new Map(rows.flatMap(({ versionId, at }) => (versionId && at ? [[versionId, at] as const] : [])));
}
