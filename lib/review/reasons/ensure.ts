import { eq } from "drizzle-orm";
import { rejectReasons } from "#db/schema/review";
import type { Context } from "#lib/identity";

const defaults = [
  { key: "wrong_fact", name: "wrong fact", isSafety: false },
  { key: "wrong_category", name: "wrong category", isSafety: false },
  { key: "tone", name: "tone", isSafety: false },
  { key: "unsafe", name: "unsafe", isSafety: true },
  { key: "incomplete", name: "incomplete", isSafety: false },
];

/** Gives a project without any reason the usual five. Part of making a project or a queue, so it leaves no event of its own. */
export async function ensureDefaultReasons(ctx: Context): Promise<void> {
  const [any] = await ctx.db
    .select({ key: rejectReasons.key })
    .from(rejectReasons)
    .where(eq(rejectReasons.projectId, ctx.project))
    .limit(1);
  if (any) return;
  const rows = defaults.map((reason, index) => ({ ...reason, projectId: ctx.project, position: index + 1 }));
  await ctx.db.insert(rejectReasons).values(rows).onConflictDoNothing();
}
