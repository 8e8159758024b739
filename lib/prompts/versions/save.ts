import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { drafts, prompts } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { getHead, requireOpenBranch } from "../branches/internal.ts";
import { lockPromptInProject } from "../labels/internal.ts";
import { asContent, hashOfContent, hashOfVersion } from "../content/stored.ts";
import { includedAmong, resolveIncludes } from "../template/resolve.ts";
import { SaveVersionInput, type SaveVersionResult, type VersionView } from "../schema.ts";
import { insertVersion, refuseBrokenSchema, refuseBrokenTemplates, settleModel } from "./internal.ts";

/**
 * Saves a content as the next version of a branch (main: `latest` moves to it); `unchanged` when it equals the branch's newest.
 * Two people saving at once are kept in the order they arrive, unless `expectedLatest` says what was on the
 * screen: then the second gets a conflict whose details hold both texts. Throws not_found, forbidden,
 * conflict, invalid_input (broken templates, with every problem in the details; a response schema that is none).
 */
export async function saveVersion(ctx: Context, input: SaveVersionInput): Promise<SaveVersionResult> {
  requirePermission(ctx, "prompt.update");
  const {
    promptId,
    branch,
    content: given,
    message,
    expectedLatest,
    provenance,
  } = SaveVersionInput.parse(input);
  await refuseBrokenSchema(given);
  return inTransaction(ctx, async (tx) => {
    const prompt = await lockPromptInProject(tx, promptId);
    if (prompt.archivedAt)
      throw new AppError("conflict", `${prompt.path} is archived; bring it back before you save.`);
    if (prompt.kind !== given.kind)
      throw new AppError(
        "invalid_input",
        `${prompt.path} is a ${prompt.kind} prompt; a version of it cannot be ${given.kind}.`,
      );
    await requireOpenBranch(tx, promptId, branch);
    const latest = await getHead(tx, promptId, branch);
    const content = await settleModel(tx, given, latest.content);
    const resolutions = await resolveIncludes(tx, { content, within: prompt, kept: latest.includes });
    const problems = refuseBrokenTemplates(content, resolutions);
    const includes = includedAmong(resolutions);
    if (latest.contentHash === hashOfVersion(content, includes)) {
      await dropDraft(tx, { promptId, branch, savedHash: hashOfContent(given) });
      return { kind: "unchanged", version: latest };
    }
    if (expectedLatest !== undefined && expectedLatest !== latest.number) throw savedMeanwhile(latest, given);
    const version = await insertVersion(tx, {
      prompt,
      content,
      includes,
      message,
      provenance,
      branch,
      previous: latest,
    });
    await tx.db
      .update(prompts)
      .set({ updatedAt: tx.clock.now() })
      .where(and(eq(prompts.projectId, tx.project), eq(prompts.id, promptId)));
    await dropDraft(tx, { promptId, branch, savedHash: hashOfContent(given) });
    await appendAudit(tx, {
      action: "version.save",
      subject: { type: "prompt", id: promptId, name: prompt.path },
      before: { number: latest.number, contentHash: latest.contentHash },
      after: {
        number: version.number,
        branch,
        contentHash: version.contentHash,
        message,
        provenance: version.provenance,
      },
    });
    return { kind: "saved", version, problems };
  });
}

function savedMeanwhile(latest: VersionView, yours: SaveVersionInput["content"]): AppError {
  return new AppError(
    "conflict",
    `${latest.createdByName} saved v${latest.number} meanwhile. Compare both, then save yours on top.`,
    {
      details: { latest, yours },
    },
  );
}

/** The draft is done with only when it is what was saved: somebody may have typed on. */
async function dropDraft(
  tx: Context,
  { promptId, branch, savedHash }: { promptId: string; branch: string; savedHash: string },
): Promise<void> {
  const where = and(
    eq(drafts.projectId, tx.project),
    eq(drafts.promptId, promptId),
    eq(drafts.branch, branch),
  );
  const [draft] = await tx.db.select({ content: drafts.content }).from(drafts).where(where);
  if (draft && hashOfContent(asContent(draft.content)) === savedHash) await tx.db.delete(drafts).where(where);
}
