import { and, eq, gte, lt, ne, type SQL, sql } from "drizzle-orm";
import { decisions, rejectReasons, tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { inScope } from "#lib/observability";
import { isCounted } from "../decisions/internal.ts";
import { personId } from "../person.ts";
import type { ExploreFilter } from "../schema.ts";
import { isHiddenFrom } from "../tasks/blind.ts";

/** The decisions of a scope: of each settled task the one it comes to, by the scope of the call that was judged. */
export function ofScope(
  ctx: Context,
  { environment, source, promptId, promptVersionId, from, to }: ExploreFilter,
): SQL | undefined {
  return and(
    eq(decisions.projectId, ctx.project),
    isCounted,
    eq(decisions.isSimulated, false),
    inScope({ environment, source }, { label: decisions.environment, source: decisions.source }),
    promptId ? eq(decisions.promptId, promptId) : undefined,
    promptVersionId ? eq(decisions.promptVersionId, promptVersionId) : undefined,
    // Asked by version, a blind queue's rows would say which version made them.
    promptVersionId ? sql`not ${isHiddenFrom(ctx)}` : undefined,
    from ? gte(decisions.createdAt, from) : undefined,
    to ? lt(decisions.createdAt, to) : undefined,
  );
}

/** What narrows the list beneath the figures: one kind, reason, reviewer, model or language. */
export function narrowedTo(
  ctx: Context,
  { kind, reasonKey, reviewerId, model, language, safetyOnly }: ExploreFilter,
): SQL | undefined {
  return and(
    kind === "not_approved" ? ne(decisions.kind, "approve") : kind ? eq(decisions.kind, kind) : undefined,
    reasonKey ? eq(decisions.reasonKey, reasonKey) : undefined,
    reviewerId ? eq(decisions.reviewerId, reviewerId) : undefined,
    model ? and(eq(tasks.model, model), sql`not ${isHiddenFrom(ctx)}`) : undefined,
    safetyOnly
      ? sql`${decisions.kind} = 'reject' and exists (select 1 from ${rejectReasons} where ${rejectReasons.projectId} = ${decisions.projectId} and ${rejectReasons.key} = ${decisions.reasonKey} and ${rejectReasons.isSafety})`
      : undefined,
    language ? eq(tasks.language, language) : undefined,
    reviewerId && reviewerId !== personId(ctx) ? sql`not ${isHiddenFrom(ctx)}` : undefined,
  );
}
