import { and, count, eq, isNull } from "drizzle-orm";
import { drafts, prompts } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";

/** How many prompts and open drafts there are; those of archived prompts count nowhere. Throws forbidden. */
export async function countPrompts(ctx: Context): Promise<{ prompts: number; drafts: number }> {
  requirePermission(ctx, "prompt.read");
  const [all] = await ctx.db
    .select({ count: count() })
    .from(prompts)
    .where(and(eq(prompts.projectId, ctx.project), isNull(prompts.archivedAt)));
  const [open] = await ctx.db
    .select({ count: count() })
    .from(drafts)
    .innerJoin(prompts, and(eq(prompts.projectId, drafts.projectId), eq(prompts.id, drafts.promptId)))
    .where(and(eq(drafts.projectId, ctx.project), isNull(prompts.archivedAt)));
  return { prompts: all?.count ?? 0, drafts: open?.count ?? 0 };
}
