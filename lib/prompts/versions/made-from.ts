import { and, asc, eq, or, sql } from "drizzle-orm";
import { promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { FindVersionMadeFromInput } from "../schema.ts";

/** The first version that was made from one of these examples or decisions, or null. Throws forbidden. */
export async function findVersionMadeFrom(
  ctx: Context,
  input: FindVersionMadeFromInput,
): Promise<{ versionId: string } | null> {
  requirePermission(ctx, "prompt.read");
  const { exampleIds, decisionIds } = FindVersionMadeFromInput.parse(input);
  const sources = [
    ...exampleIds.map((exampleId) => ({ exampleIds: [exampleId] })),
    ...decisionIds.map((decisionId) => ({ decisionIds: [decisionId] })),
  ].map((source) => sql`${promptVersions.provenance} @> ${JSON.stringify(source)}::jsonb`);
  if (sources.length === 0) return null;
  const [row] = await ctx.db
    .select({ versionId: promptVersions.id })
    .from(promptVersions)
    .where(and(eq(promptVersions.projectId, ctx.project), or(...sources)))
    .orderBy(asc(promptVersions.createdAt))
    .limit(1);
  return row ?? null;
}
