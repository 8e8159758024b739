import { and, asc, eq, isNull } from "drizzle-orm";
import { rejectReasons } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import type { RejectReason } from "../schema.ts";
import { ensureDefaultReasons } from "./ensure.ts";

/** The project's reasons to reject in their order; a new project starts with the usual five. Throws forbidden. */
export async function listRejectReasons(
  ctx: Context,
  input: { includeArchived?: boolean } = {},
): Promise<RejectReason[]> {
  requirePermission(ctx, "queue.read");
  await ensureDefaultReasons(ctx);
  return readReasons(ctx, input.includeArchived ?? false);
}

export async function readReasons(ctx: Context, includeArchived: boolean): Promise<RejectReason[]> {
  const rows = await ctx.db
    .select({
      key: rejectReasons.key,
      name: rejectReasons.name,
      position: rejectReasons.position,
      isSafety: rejectReasons.isSafety,
      archivedAt: rejectReasons.archivedAt,
    })
    .from(rejectReasons)
    .where(
      and(
        eq(rejectReasons.projectId, ctx.project),
        includeArchived ? undefined : isNull(rejectReasons.archivedAt),
      ),
    )
    .orderBy(asc(rejectReasons.position), asc(rejectReasons.key));
  return rows.map(({ archivedAt, ...reason }) => ({ ...reason, isArchived: archivedAt !== null }));
}
