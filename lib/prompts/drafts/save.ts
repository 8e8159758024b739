import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { drafts } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, personOf, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { getVersionOfPrompt, lockPromptInProject } from "../labels/internal.ts";
import { hashOfContent, identifyMessages } from "../content/stored.ts";
import { DraftOfInput, type DraftView, SaveDraftInput } from "../schema.ts";
import { getHead, requireOpenBranch } from "../branches/internal.ts";
import { resolveIncludes } from "../template/resolve.ts";
import { findDraft } from "./read.ts";

/**
 * Keeps the editable state of a branch; templates may still be broken. A text equal to the branch's newest version is no
 * draft, also where a save would take up newer includes: it ends it, at revision 0. Throws not_found, forbidden, and conflict
 * when somebody saved the draft after `expectedRevision`: its details hold both texts, so nothing is lost.
 */
export async function saveDraft(ctx: Context, input: SaveDraftInput): Promise<DraftView> {
  requirePermission(ctx, "prompt.update");
  const { promptId, branch, content: typed, baseVersionId, expectedRevision } = SaveDraftInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    if (baseVersionId) await getVersionOfPrompt(tx, promptId, baseVersionId);
    await requireOpenBranch(tx, promptId, branch);
    const before = await findDraft(tx, promptId, branch);
    if ((before?.revision ?? 0) !== expectedRevision) {
      const message = before
        ? `${before.updatedByName} changed the draft meanwhile. Compare both, then keep yours or take theirs.`
        : "The draft was saved or discarded meanwhile. Your text is kept here; save it again to keep it.";
      throw new AppError("conflict", message, { details: { theirs: before, yours: typed } });
    }
    const latest = await getHead(tx, promptId, branch);
    const content = identifyMessages(typed, before?.content ?? latest.content);
    const includes = await resolveIncludes(tx, { content, within: prompt, kept: latest.includes });
    if (hashOfContent(typed) === hashOfContent(latest.content)) {
      // It says what the newest version says (undone, or saved meanwhile as it stands): there is nothing to keep.
      if (before) await dropDraft(tx, prompt, branch);
      return {
        promptId,
        branch,
        baseVersionId,
        content,
        includes,
        revision: 0,
        updatedByName: tx.actor.name,
        updatedAt: tx.clock.now(),
      };
    }
    const row = {
      baseVersionId,
      content,
      revision: expectedRevision + 1,
      updatedBy: personOf(tx)?.id ?? null,
      updatedByName: tx.actor.name,
      updatedAt: tx.clock.now(),
    };
    await tx.db
      .insert(drafts)
      .values({ projectId: tx.project, promptId, branch, ...row })
      .onConflictDoUpdate({ target: [drafts.projectId, drafts.promptId, drafts.branch], set: row });
    // A draft is saved every few seconds while somebody types; only its beginning is an act worth a record.
    if (!before)
      await appendAudit(tx, {
        action: "draft.create",
        subject: { type: "prompt", id: promptId, name: prompt.path },
      });
    const { updatedBy: _, ...view } = row;
    return { promptId, branch, includes, ...view };
  });
}

/** Throws the draft away and returns it, so that it can be brought back; null when there was none. Throws not_found, forbidden. */
export async function discardDraft(ctx: Context, input: DraftOfInput): Promise<DraftView | null> {
  requirePermission(ctx, "prompt.update");
  const { promptId, branch } = DraftOfInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    const draft = await findDraft(tx, promptId, branch);
    if (!draft) return null;
    await dropDraft(tx, prompt, branch);
    return draft;
  });
}

async function dropDraft(
  tx: Context,
  { id, path }: { id: string; path: string },
  branch: string,
): Promise<void> {
  await tx.db
    .delete(drafts)
    .where(and(eq(drafts.projectId, tx.project), eq(drafts.promptId, id), eq(drafts.branch, branch)));
  await appendAudit(tx, { action: "draft.discard", subject: { type: "prompt", id, name: path } });
}
