import { and, asc, eq } from "drizzle-orm";
import { labels, promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { type LabelView, ListLabelsInput } from "../schema.ts";
import { presentLabel, requirePromptInProject } from "./internal.ts";

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
