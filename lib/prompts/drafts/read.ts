import { and, eq } from "drizzle-orm";
import { drafts } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { requirePromptInProject } from "../labels/internal.ts";
import { DraftOfInput, type DraftView } from "../schema.ts";
import { asContent } from "../content/stored.ts";

/** The draft of a prompt, or null. Throws not_found, forbidden. */
export async function getDraft(ctx: Context, input: DraftOfInput): Promise<DraftView | null> {
  requirePermission(ctx, "prompt.read");
  const { promptId } = DraftOfInput.parse(input);
  await requirePromptInProject(ctx, promptId);
  return findDraft(ctx, promptId);
}

export async function findDraft(ctx: Context, promptId: string): Promise<DraftView | null> {
  const [row] = await ctx.db
    .select()
    .from(drafts)
    .where(and(eq(drafts.projectId, ctx.project), eq(drafts.promptId, promptId)));
  if (!row) return null;
  const { baseVersionId, revision, updatedByName, updatedAt } = row;
  return { promptId, baseVersionId, content: asContent(row.content), revision, updatedByName, updatedAt };
}
