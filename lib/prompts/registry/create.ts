import type { z } from "zod";
import { inTransaction } from "#db";
import { prompts } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { mainBranch } from "../content/rules.ts";
import { CreatePromptInput, DuplicatePromptInput, type PromptView, type VersionView } from "../schema.ts";
import {
  insertVersion,
  refuseBrokenSchema,
  refuseBrokenTemplates,
  settleModel,
} from "../versions/internal.ts";
import { includedAmong, resolveIncludes } from "../template/resolve.ts";
import { getLatest } from "../branches/internal.ts";
import { getPromptVersion } from "../versions/read.ts";
import { requireFreePath } from "./internal.ts";
import { getPrompt } from "./read.ts";

/** Makes a prompt with its first version. Throws forbidden, conflict (the path is taken), invalid_input (broken templates). */
export async function createPrompt(ctx: Context, input: CreatePromptInput): Promise<PromptView> {
  requirePermission(ctx, "prompt.create");
  return insertPrompt(ctx, CreatePromptInput.parse(input), null);
}

/** `copiedFrom` may hold a model that is not offered any more; the copy keeps it, and the includes as they were. */
async function insertPrompt(
  ctx: Context,
  { path, description, content: given, message, provenance, isDemo }: z.output<typeof CreatePromptInput>,
  copiedFrom: VersionView | null,
): Promise<PromptView> {
  if (copiedFrom === null) await refuseBrokenSchema(given);
  return inTransaction(ctx, async (tx) => {
    await requireFreePath(tx, path);
    const content = await settleModel(tx, given, copiedFrom?.content);
    const id = newId(tx.clock.now());
    const includes = copiedFrom?.includes ?? (await resolveIncludes(tx, { content, within: { id, path } }));
    // What was saved before a rule there is now can be copied, and mended in the copy.
    if (!copiedFrom) refuseBrokenTemplates(content, includes);
    const at = tx.clock.now();
    const [row] = await tx.db
      .insert(prompts)
      .values({
        id,
        projectId: tx.project,
        path,
        kind: content.kind,
        description,
        // Only the studio's own seed marks data as demo; a caller's word for it counts for nothing.
        isDemo: isDemo && tx.actor.kind === "system",
        createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
        createdAt: at,
        updatedAt: at,
      })
      // Two people may take one path in the same moment; the second is told, not the database's error shown.
      .onConflictDoNothing()
      .returning({ id: prompts.id });
    if (!row)
      throw new AppError("conflict", `There is already a prompt ${path}. Choose another path.`, {
        details: { field: "path" },
      });
    await insertVersion(tx, {
      prompt: { id, path, description },
      content,
      includes: includedAmong(includes),
      message,
      provenance,
      branch: mainBranch,
      previous: null,
    });
    const prompt = await getPrompt(tx, { promptId: id });
    await appendAudit(tx, {
      action: "prompt.create",
      subject: { type: "prompt", id, name: path },
      after: {
        path,
        kind: content.kind,
        contentHash: prompt.latest.contentHash,
        provenance: prompt.latest.provenance,
      },
    });
    return prompt;
  });
}

/** Makes a new prompt whose first version is a copy of another's newest (or given) version. Throws as createPrompt, and not_found. */
export async function duplicatePrompt(ctx: Context, input: DuplicatePromptInput): Promise<PromptView> {
  requirePermission(ctx, "prompt.create");
  const { promptId, path, versionId } = DuplicatePromptInput.parse(input);
  const source = versionId ? await getPromptVersion(ctx, { versionId }) : await getLatest(ctx, promptId);
  if (source.promptId !== promptId) throw new NotFound("version", { within: "prompt" });
  const { description } = await getPrompt(ctx, { promptId });
  const copy = CreatePromptInput.parse({
    path,
    description,
    content: source.content,
    message: `Copy of ${source.promptPath} v${source.number}`,
    provenance: { kind: "duplicate", sourcePromptId: promptId, sourceVersionId: source.id },
  });
  return insertPrompt(ctx, copy, source);
}
