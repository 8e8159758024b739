import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { prompts, promptVersions } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { hashOfContent } from "../content/stored.ts";
import { lockPromptInProject } from "../labels/internal.ts";
import { commonAncestor } from "../merge/ancestor.ts";
import { mergeContents } from "../merge/contents.ts";
import { MergeBranchInput, type MergeBranchResult, PromptContent, type VersionView } from "../schema.ts";
import { includedAmong, resolveIncludes } from "../template/resolve.ts";
import {
  insertVersion,
  refuseBrokenSchema,
  refuseBrokenTemplates,
  refuseUnknownModel,
} from "../versions/internal.ts";
import { findVersion } from "../versions/find.ts";
import { getHead, requireOpenBranch } from "./internal.ts";

/**
 * Merges a branch into another (main when left out): three-way over their newest common version, messages by id, texts
 * by lines and words, all else by name. Saves the result as a version with both heads as parents; where both changed one
 * thing it saves nothing and returns the conflicts, to be called again with `resolutions`. `nothing`: all of it is there
 * already. Throws not_found, forbidden, conflict (somebody saved after `expectedInto`; an archived branch), invalid_input
 * (what came together is no valid prompt).
 */
export async function mergeBranch(ctx: Context, input: MergeBranchInput): Promise<MergeBranchResult> {
  requirePermission(ctx, "branch.merge");
  const { promptId, from, into, resolutions, message, expectedInto } = MergeBranchInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    if (prompt.archivedAt)
      throw new AppError("conflict", `${prompt.path} is archived; bring it back before you merge.`);
    await requireOpenBranch(tx, promptId, into);
    const [ours, theirs] = [await getHead(tx, promptId, into), await getHead(tx, promptId, from)];
    if (expectedInto !== undefined && expectedInto !== ours.number)
      throw new AppError(
        "conflict",
        `Somebody saved v${ours.number} to "${into}" meanwhile; look at the merge again.`,
      );
    const base = await baseOf(tx, ours, theirs);
    if (base.id === theirs.id) return { kind: "nothing", version: ours };
    const merged = mergeContents(
      { base: base.content, ours: ours.content, theirs: theirs.content },
      resolutions,
    );
    const seen = { base: base.number, ours: ours.number, theirs: theirs.number, places: merged.places };
    if (merged.conflicts.length > 0) return { kind: "conflicts", ...seen, conflicts: merged.conflicts };
    const content = PromptContent.parse(merged.content);
    if (hashOfContent(content) === hashOfContent(ours.content)) return { kind: "nothing", version: ours };
    await refuseBrokenSchema(content);
    await refuseUnknownModel(tx, content, ours.content);
    const resolved = await resolveIncludes(tx, { content, within: prompt });
    refuseBrokenTemplates(content, resolved);
    const version = await insertVersion(tx, {
      prompt,
      content,
      includes: includedAmong(resolved),
      message: message ?? `Merged ${from} into ${into}`,
      provenance: undefined,
      branch: into,
      previous: ours,
      mergedFromId: theirs.id,
    });
    await tx.db
      .update(prompts)
      .set({ updatedAt: tx.clock.now() })
      .where(and(eq(prompts.projectId, tx.project), eq(prompts.id, promptId)));
    await appendAudit(tx, {
      action: "branch.merge",
      subject: { type: "prompt", id: promptId, name: prompt.path },
      before: { into, number: ours.number, contentHash: ours.contentHash },
      after: { from, merged: theirs.number, number: version.number, contentHash: version.contentHash },
    });
    return { kind: "merged", version, ...seen };
  });
}

async function baseOf(tx: Context, ours: VersionView, theirs: VersionView): Promise<VersionView> {
  const versions = await tx.db
    .select({
      id: promptVersions.id,
      number: promptVersions.number,
      parentId: promptVersions.parentId,
      mergedFromId: promptVersions.mergedFromId,
    })
    .from(promptVersions)
    .where(and(eq(promptVersions.projectId, tx.project), eq(promptVersions.promptId, ours.promptId)));
  const common = commonAncestor(versions, ours.id, theirs.id);
  const base = common ? await findVersion(tx, eq(promptVersions.id, common.id)) : null;
  if (!base) throw new AppError("conflict", "These two branches have no version in common.");
  return base;
}
