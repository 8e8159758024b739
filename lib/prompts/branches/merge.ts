import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { prompts, promptVersions } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { hashOfVersion } from "../content/stored.ts";
import { lockPromptInProject } from "../labels/internal.ts";
import { commonAncestor } from "../merge/ancestor.ts";
import { isOpen, mergeContents, type MergeResolution } from "../merge/contents.ts";
import type { Three } from "../merge/keyed.ts";
import { mergeIncludes } from "../merge/pins.ts";
import { MergeBranchInput, type MergeBranchResult, PromptContent, type VersionView } from "../schema.ts";
import { referencesOf } from "../template/includes.ts";
import { includedAmong, resolveIncludes } from "../template/resolve.ts";
import {
  insertVersion,
  type NewVersion,
  refuseBrokenSchema,
  refuseBrokenTemplates,
  settleModel,
} from "../versions/internal.ts";
import { findVersion } from "../versions/find.ts";
import { getHead, requireOpenBranch } from "./internal.ts";

/**
 * Merges a branch into another (main when left out): three-way over their newest common version, messages by id, texts
 * by lines and words, all else by name, what stands in them by its version. Saves the result as a version with both heads
 * as parents, also where it says what ours says; where both changed one thing it saves nothing and returns the conflicts,
 * to be called again with `resolutions`. `nothing`: all of it is there already. Throws not_found, forbidden, conflict (somebody saved after `expectedInto` or `expectedFrom`; an archived branch), invalid_input
 * (what came together is no valid prompt).
 */
export async function mergeBranch(ctx: Context, input: MergeBranchInput): Promise<MergeBranchResult> {
  requirePermission(ctx, "branch.merge");
  const { promptId, from, into, resolutions, message, expectedInto, expectedFrom } =
    MergeBranchInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    if (prompt.archivedAt)
      throw new AppError("conflict", `${prompt.path} is archived; bring it back before you merge.`);
    for (const branch of [into, from]) await requireOpenBranch(tx, promptId, branch);
    const [ours, theirs] = [await getHead(tx, promptId, into), await getHead(tx, promptId, from)];
    for (const [branch, head, expected] of [
      [into, ours, expectedInto],
      [from, theirs, expectedFrom],
    ] as const)
      if (expected !== undefined && expected !== head.number)
        throw new AppError(
          "conflict",
          `Somebody saved v${head.number} to "${branch}" meanwhile; look at the merge again.`,
        );
    const base = await baseOf(tx, ours, theirs);
    if (base.id === theirs.id) return { kind: "nothing", version: ours };
    const { content: merged, settled, ...found } = mergeSides({ base, ours, theirs }, resolutions);
    const seen = { base: base.number, ours: ours.number, theirs: theirs.number, places: found.places };
    if (merged === null) return { kind: "conflicts", ...seen, conflicts: found.conflicts };
    await refuseBrokenSchema(merged);
    const content = await settleModel(tx, merged, ours.content);
    const resolved = await resolveIncludes(tx, { content, within: prompt, settled });
    refuseBrokenTemplates(content, resolved);
    const includes = includedAmong(resolved);
    // Where ours went on too, that it stays as it is was decided, and is recorded: the next merge would ask again.
    if (base.id === ours.id && hashOfVersion(content, includes) === ours.contentHash)
      return { kind: "nothing", version: ours };
    const version = await saveMerge(tx, {
      prompt,
      content,
      includes,
      message: message ?? `Merged ${from} into ${into}`,
      provenance: undefined,
      branch: into,
      previous: ours,
      mergedFromId: theirs.id,
    });
    await appendAudit(tx, {
      action: "branch.merge",
      subject: { type: "prompt", id: promptId, name: prompt.path },
      before: { into, number: ours.number, contentHash: ours.contentHash },
      after: { from, merged: theirs.number, number: version.number, contentHash: version.contentHash },
    });
    return { kind: "merged", version, ...seen };
  });
}

/** Contents and what stands in them, merged; `content` is null while there is a conflict in either. */
function mergeSides(
  { base, ours, theirs }: Three<VersionView>,
  resolutions: Readonly<Record<string, MergeResolution>>,
) {
  const merged = mergeContents(
    { base: base.content, ours: ours.content, theirs: theirs.content },
    resolutions,
  );
  const content = merged.content === null ? null : PromptContent.parse(merged.content);
  const { settled, places } = mergeIncludes(
    { base: base.includes, ours: ours.includes, theirs: theirs.includes },
    resolutions,
  );
  // One whose reference the merged text has no more needs no decision.
  const references = content && new Set(referencesOf(content).map((reference) => `include ${reference}`));
  const included = places.filter(({ place }) => references?.has(place) ?? true);
  const conflicts = [...merged.conflicts, ...included.filter(isOpen)];
  return {
    settled,
    places: [...merged.places, ...included],
    conflicts,
    content: conflicts.length > 0 ? null : content,
  };
}

async function saveMerge(tx: Context, next: NewVersion): Promise<VersionView> {
  const version = await insertVersion(tx, next);
  await tx.db
    .update(prompts)
    .set({ updatedAt: tx.clock.now() })
    .where(and(eq(prompts.projectId, tx.project), eq(prompts.id, next.prompt.id)));
  return version;
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
