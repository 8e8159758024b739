import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { promptBranches } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { mainBranch } from "../content/rules.ts";
import { getVersionOfPrompt, lockPromptInProject } from "../labels/internal.ts";
import { ArchiveBranchInput, type BranchView, CreateBranchInput } from "../schema.ts";
import { findBranch, insertBranch, requireBranch } from "./internal.ts";

/**
 * Makes a branch from a version of the prompt, or from the newest of main: a line of versions of its own, with its
 * own draft, which no label follows. Throws not_found, forbidden, conflict (the name is taken, the prompt archived).
 */
export async function createBranch(ctx: Context, input: CreateBranchInput): Promise<BranchView> {
  requirePermission(ctx, "branch.create");
  const { promptId, name, fromVersionId } = CreateBranchInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    if (prompt.archivedAt)
      throw new AppError("conflict", `${prompt.path} is archived; bring it back before you branch from it.`);
    const from = fromVersionId
      ? await getVersionOfPrompt(tx, promptId, fromVersionId)
      : (await requireBranch(tx, promptId, mainBranch)).head;
    if (!(await insertBranch(tx, { promptId, name, headVersionId: from.id })))
      throw await taken(tx, promptId, name);
    await appendAudit(tx, {
      action: "branch.create",
      subject: { type: "prompt", id: promptId, name: prompt.path },
      after: { name, fromVersion: from.number },
    });
    return requireBranch(tx, promptId, name);
  });
}

async function taken(tx: Context, promptId: string, name: string): Promise<AppError> {
  const other = await findBranch(tx, promptId, name);
  const advice = other?.archivedAt
    ? "It is archived; choose another name."
    : "Open it or choose another name.";
  return new AppError("conflict", `There is already a branch "${name}". ${advice}`);
}

/** Puts a branch away: nothing is saved to it any more, its versions stay. Throws not_found, forbidden, conflict (main). */
export async function archiveBranch(ctx: Context, input: ArchiveBranchInput): Promise<BranchView> {
  requirePermission(ctx, "branch.archive");
  const { promptId, name } = ArchiveBranchInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    const branch = await requireBranch(tx, promptId, name);
    if (name === mainBranch)
      throw new AppError("conflict", "main is what `latest` follows; archive the prompt instead.");
    if (branch.archivedAt) return branch;
    const archivedAt = tx.clock.now();
    await tx.db
      .update(promptBranches)
      .set({ archivedAt })
      .where(
        and(
          eq(promptBranches.projectId, tx.project),
          eq(promptBranches.promptId, promptId),
          eq(promptBranches.name, name),
        ),
      );
    await appendAudit(tx, {
      action: "branch.archive",
      subject: { type: "prompt", id: promptId, name: prompt.path },
      before: { name, head: branch.head.number },
    });
    return { ...branch, archivedAt };
  });
}
