import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { type LabelledVersion, type LabelView, ListLabelledInput, ListLabelsInput } from "../schema.ts";
import { asModel, presentLabel, requirePromptInProject } from "./internal.ts";

/** The labels of one prompt, by name. Throws not_found for a prompt of another project. */
export async function listLabels(ctx: Context, input: ListLabelsInput): Promise<LabelView[]> {
  requirePermission(ctx, "prompt.read");
  const { promptId } = ListLabelsInput.parse(input);
  await requirePromptInProject(ctx, promptId);
  const rows = await ctx.db
    .select({ label: labels, versionNumber: promptVersions.number })
    .from(labels)
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(and(eq(labels.projectId, ctx.project), eq(labels.promptId, promptId)))
    .orderBy(asc(labels.name));
  return rows.map((row) => presentLabel(row.label, row.versionNumber));
}

/** What these labels point to: of every prompt by its path, or of one; archived prompts only where asked for. Throws forbidden. */
export async function listLabelled(ctx: Context, input: ListLabelledInput): Promise<LabelledVersion[]> {
  requirePermission(ctx, "prompt.read");
  const { names, promptId, includeArchived } = ListLabelledInput.parse(input);
  if (names.length === 0) return [];
  const rows = await ctx.db
    .select({
      label: labels.name,
      promptId: labels.promptId,
      promptPath: prompts.path,
      versionId: labels.versionId,
      versionNumber: promptVersions.number,
      model: labels.model,
      movedAt: labels.updatedAt,
      movedByName: labels.updatedByName,
    })
    .from(labels)
    .innerJoin(prompts, and(eq(prompts.projectId, labels.projectId), eq(prompts.id, labels.promptId)))
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(
      and(
        eq(labels.projectId, ctx.project),
        inArray(labels.name, names),
        promptId ? eq(labels.promptId, promptId) : undefined,
        includeArchived ? undefined : isNull(prompts.archivedAt),
      ),
    )
    .orderBy(asc(prompts.path));
  return rows.map((row) => ({ ...row, model: asModel(row.model) }));
}
