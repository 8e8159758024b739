import { and, eq } from "drizzle-orm";
import { guardedLabels } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { guardedFromTheStart } from "../constants.ts";

/**
 * Says which labels move by promotions only, inside a transaction of the caller: for releases, which makes environments
 * and asks permission. Those of `guardedFromTheStart` are guarded before.
 */
export async function guardLabels(tx: Context, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx.db
    .insert(guardedLabels)
    .values(names.map((name) => ({ projectId: tx.project, name })))
    .onConflictDoNothing();
}

/** True for a label that moves by promotions only. */
export async function isGuardedLabel(ctx: Context, name: string): Promise<boolean> {
  if (guardedFromTheStart.some((guarded) => guarded === name)) return true;
  const [row] = await ctx.db
    .select({ name: guardedLabels.name })
    .from(guardedLabels)
    .where(and(eq(guardedLabels.projectId, ctx.project), eq(guardedLabels.name, name)));
  return row !== undefined;
}
