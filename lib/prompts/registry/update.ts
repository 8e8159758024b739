import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { prompts } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { lockPromptInProject } from "../labels/internal.ts";
import { ArchivePromptInput, type PromptView, UpdatePromptInput } from "../schema.ts";
import { indexPrompt } from "../search/internal.ts";
import { requireFreePath } from "./internal.ts";
import { getPrompt } from "./read.ts";

/** Renames a prompt or changes its description. Programs that fetch it by the old path get not_found. Throws not_found, forbidden, conflict. */
export async function updatePrompt(ctx: Context, input: UpdatePromptInput): Promise<PromptView> {
  requirePermission(ctx, "prompt.update");
  const { promptId, path, description } = UpdatePromptInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockPromptInProject(tx, promptId);
    if (path !== undefined && path !== before.path) await requireFreePath(tx, path);
    const change = { path: path ?? before.path, description: description ?? before.description };
    await tx.db
      .update(prompts)
      .set({ ...change, updatedAt: tx.clock.now() })
      .where(thisPrompt(tx, promptId));
    await publishInvalidation(tx, "prompts", tx.project);
    const prompt = await getPrompt(tx, { promptId });
    await indexPrompt(tx, prompt, prompt.latest.content);
    await appendAudit(tx, {
      action: "prompt.update",
      subject: { type: "prompt", id: promptId, name: change.path },
      before: { path: before.path, description: before.description },
      after: change,
    });
    return prompt;
  });
}

/** Takes a prompt out of lists and search. Its versions and labels stay and still resolve. Throws not_found, forbidden. */
export function archivePrompt(ctx: Context, input: ArchivePromptInput): Promise<PromptView> {
  return setArchived(ctx, input, true);
}

/** Undoes archivePrompt. Throws not_found, forbidden. */
export function unarchivePrompt(ctx: Context, input: ArchivePromptInput): Promise<PromptView> {
  return setArchived(ctx, input, false);
}

async function setArchived(
  ctx: Context,
  input: ArchivePromptInput,
  isArchived: boolean,
): Promise<PromptView> {
  requirePermission(ctx, "prompt.archive");
  const { promptId } = ArchivePromptInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockPromptInProject(tx, promptId);
    if ((before.archivedAt !== null) === isArchived) return getPrompt(tx, { promptId });
    await tx.db
      .update(prompts)
      .set({ archivedAt: isArchived ? tx.clock.now() : null })
      .where(thisPrompt(tx, promptId));
    await appendAudit(tx, {
      action: isArchived ? "prompt.archive" : "prompt.unarchive",
      subject: { type: "prompt", id: promptId, name: before.path },
    });
    return getPrompt(tx, { promptId });
  });
}

const thisPrompt = (tx: Context, promptId: string) =>
  and(eq(prompts.projectId, tx.project), eq(prompts.id, promptId));
