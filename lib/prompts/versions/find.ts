import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { asContent } from "../content/stored.ts";
import { asPins, loadIncludes } from "../template/resolve.ts";
import type { Provenance, VersionSummary, VersionView } from "../schema.ts";

/** The columns of a version without its content. */
export const summaryColumns = {
  id: promptVersions.id,
  promptId: promptVersions.promptId,
  number: promptVersions.number,
  branch: promptVersions.branch,
  parentId: promptVersions.parentId,
  mergedFromId: promptVersions.mergedFromId,
  contentHash: promptVersions.contentHash,
  message: promptVersions.message,
  provenance: promptVersions.provenance,
  createdBy: promptVersions.createdBy,
  createdByName: promptVersions.createdByName,
  createdAt: promptVersions.createdAt,
};

/** Written only by this room, through PromptContent and Provenance, so the column holds their shapes. */
export const asProvenance = (stored: unknown) => stored as Provenance | null;

type SummaryRow = Omit<VersionSummary, "provenance"> & { provenance: unknown };
export const presentSummary = (row: SummaryRow): VersionSummary => ({
  ...row,
  provenance: asProvenance(row.provenance),
});

/** Finds one version of this project with content, labels and path; `where` must say which. */
export async function findVersion(ctx: Context, where: SQL | undefined): Promise<VersionView | null> {
  const labelNames = sql<
    string[]
  >`coalesce((select json_agg(${labels.name} order by ${labels.name}) from ${labels}
    where ${labels.projectId} = ${promptVersions.projectId} and ${labels.versionId} = ${promptVersions.id}), '[]'::json)`;
  const [row] = await ctx.db
    .select({
      ...summaryColumns,
      content: promptVersions.content,
      includes: promptVersions.includes,
      promptPath: prompts.path,
      labels: labelNames,
    })
    .from(promptVersions)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptVersions.promptId)),
    )
    .where(and(eq(promptVersions.projectId, ctx.project), where))
    .orderBy(desc(promptVersions.number))
    .limit(1);
  return row
    ? {
        ...presentSummary(row),
        content: asContent(row.content),
        includes: await loadIncludes(ctx, asPins(row.includes)),
        promptPath: row.promptPath,
        labels: row.labels,
      }
    : null;
}
