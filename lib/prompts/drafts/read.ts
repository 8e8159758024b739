import { and, eq } from "drizzle-orm";
import { drafts } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { getHead, requireBranch } from "../branches/internal.ts";
import { resolveIncludes } from "../template/resolve.ts";
import { DraftOfInput, type DraftView } from "../schema.ts";
import { asContent } from "../content/stored.ts";

/** The draft of a branch, main when none is named, or null. Throws not_found, forbidden. */
export async function getDraft(ctx: Context, input: DraftOfInput): Promise<DraftView | null> {
  requirePermission(ctx, "prompt.read");
  const { promptId, branch } = DraftOfInput.parse(input);
  await requireBranch(ctx, promptId, branch);
  return findDraft(ctx, promptId, branch);
}

export async function findDraft(ctx: Context, promptId: string, branch: string): Promise<DraftView | null> {
  const [row] = await ctx.db
    .select()
    .from(drafts)
    .where(and(eq(drafts.projectId, ctx.project), eq(drafts.promptId, promptId), eq(drafts.branch, branch)));
  if (!row) return null;
  const { baseVersionId, revision, updatedByName, updatedAt } = row;
  const content = asContent(row.content);
  const { includes: kept } = await getHead(ctx, promptId, branch);
  return {
    promptId,
    branch,
    baseVersionId,
    content,
    includes: await resolveIncludes(ctx, { content, within: { id: promptId, path: "this prompt" }, kept }),
    revision,
    updatedByName,
    updatedAt,
  };
}
