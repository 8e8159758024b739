import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { decisions } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { anyScope, noEnvironment } from "#schema/observability";
import { isCounted } from "../decisions/internal.ts";
import { personId } from "../person.ts";
import type { ExploreFilter } from "../schema.ts";
import { isHiddenFrom } from "../tasks/blind.ts";

/** The decisions of a scope: of each settled task the one it comes to, by the scope of the call that was judged. */
export function ofScope(
  ctx: Context,
  { environment, source, promptId, promptVersionId, from, to }: ExploreFilter,
): SQL | undefined {
  const sources = source === undefined ? [] : [source].flat();
  return and(
    eq(decisions.projectId, ctx.project),
    isCounted,
    eq(decisions.isSimulated, false),
    environment === undefined || environment === anyScope
      ? undefined
      : environment === noEnvironment
        ? sql`coalesce(${decisions.environment}, '') = ''`
        : eq(decisions.environment, environment),
    sources.length > 0 ? inArray(decisions.source, sources) : undefined,
    promptId ? eq(decisions.promptId, promptId) : undefined,
    promptVersionId ? eq(decisions.promptVersionId, promptVersionId) : undefined,
    // Asked by version, a blind queue's rows would say which version made them.
    promptVersionId ? sql`not ${isHiddenFrom(ctx)}` : undefined,
    from ? gte(decisions.createdAt, from) : undefined,
    to ? lt(decisions.createdAt, to) : undefined,
  );
}

/** What narrows the list beneath the figures: one kind, reason or reviewer. */
export function narrowedTo(ctx: Context, { kind, reasonKey, reviewerId }: ExploreFilter): SQL | undefined {
  return and(
    kind ? eq(decisions.kind, kind) : undefined,
    reasonKey ? eq(decisions.reasonKey, reasonKey) : undefined,
    reviewerId ? eq(decisions.reviewerId, reviewerId) : undefined,
    reviewerId && reviewerId !== personId(ctx) ? sql`not ${isHiddenFrom(ctx)}` : undefined,
  );
}
