import { asStudio, type Context, requirePermission } from "#lib/identity";
import { type ContentDiff, diffContents, getPromptVersion, pinnedModelOf } from "#lib/prompts";
import { isSameTarget, plainTarget, targetNames } from "#lib/routes";
import { NotFound } from "#platform/errors";
import type { Included, PromptContent } from "#schema/prompts";
import type { ModelOrRoute, PinnedTarget } from "#schema/routes";
import { asModel, type Served } from "../environments/history.ts";
import { findPointer } from "../environments/internal.ts";
import { PreviewChangesInput, PromotionInput } from "../schema.ts";
import { getPromotionInProject } from "./internal.ts";
import { settleModel } from "./settle-model.ts";

/**
 * What a promotion changes in what is served, for those who decide it: texts, what stands in them, variables, settings,
 * tools, schema, and the model or route, whether the version or the promotion says it. Against nothing for the first. Throws not_found, forbidden.
 */
export async function promotionChanges(ctx: Context, input: PromotionInput): Promise<ContentDiff> {
  requirePermission(ctx, "promotion.read");
  const row = await getPromotionInProject(ctx, PromotionInput.parse(input).promotionId);
  const from = row.fromVersionId ? { versionId: row.fromVersionId, model: asModel(row.fromModel) } : null;
  return changesOf(ctx, from, { versionId: row.toVersionId, model: asModel(row.toModel) });
}

/** The same of a promotion nobody asked for yet. Throws not_found, forbidden. */
export async function previewChanges(ctx: Context, input: PreviewChangesInput): Promise<ContentDiff> {
  requirePermission(ctx, "promotion.read");
  const { promptId, versionId, environment, model: asked } = PreviewChangesInput.parse(input);
  const { promptId: owner } = await getPromptVersion(asStudio(ctx), { versionId });
  if (owner !== promptId) throw new NotFound("version", { within: "prompt" });
  const model = await settleModel(ctx, asked ?? null);
  return changesOf(ctx, await findPointer(ctx, environment, promptId), { versionId, model });
}

async function changesOf(ctx: Context, from: Served | null, to: Served): Promise<ContentDiff> {
  const studio = asStudio(ctx);
  const nameOf = await targetNames(studio);
  const before = from ? await servedContent(studio, from) : null;
  const after = await servedContent(studio, to);
  const replaced = [before, after].flatMap((each) => (each?.replaced ? [each.replaced] : []));
  const nameOfServed = (target: ModelOrRoute) => {
    const instead = replaced.find(({ by }) => isSameTarget(by, target));
    if (!instead) return nameOf(target);
    return `${nameOf(target)}, in place of ${instead.own ? `the version's ${nameOf(instead.own)}` : "none"}`;
  };
  const included = { before: before?.includes ?? [], after: after.includes };
  return diffContents(before?.content ?? null, after.content, nameOfServed, included);
}

type ServedContent = {
  content: PromptContent;
  includes: readonly Included[];
  replaced: { by: PinnedTarget; own: PinnedTarget | null } | null;
};

async function servedContent(ctx: Context, { versionId, model }: Served): Promise<ServedContent> {
  const { content, includes } = await getPromptVersion(ctx, { versionId });
  if (!model) return { content, includes, replaced: null };
  const own = pinnedModelOf(content);
  const by = plainTarget(model);
  return {
    content: { ...content, settings: { ...content.settings, model: by } },
    includes,
    replaced: isSameTarget(own, by) ? null : { by, own },
  };
}
