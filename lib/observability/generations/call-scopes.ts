import { and, eq, inArray } from "drizzle-orm";
import { generations } from "#db/schema/observability";
import { type Context, requirePermission } from "#lib/identity";
import { type CallScope, CallScopesInput, type GenerationSource } from "../schema.ts";
import { generationWriter } from "./writer.ts";

/**
 * The scope each of these calls belongs to, by id: what a task or a feedback keeps of its call, so that figures about it
 * need no look at calls. Ids nobody has are absent. Throws forbidden.
 */
export async function callScopes(ctx: Context, input: CallScopesInput): Promise<Map<string, CallScope>> {
  requirePermission(ctx, "generation.read");
  const { ids } = CallScopesInput.parse(input);
  const found = new Map<string, CallScope>();
  const stored: string[] = [];
  for (const id of new Set(ids)) {
    const waiting = generationWriter().get(ctx.project, id)?.generation;
    if (waiting) found.set(id, scopeOfCall(waiting));
    else stored.push(id);
  }
  if (stored.length === 0) return found;
  const rows = await ctx.db
    .select({
      id: generations.id,
      promptId: generations.promptId,
      promptVersionId: generations.promptVersionId,
      promptPath: generations.promptPath,
      promptVersionNumber: generations.promptVersionNumber,
      label: generations.label,
      source: generations.source,
      model: generations.model,
      isSimulated: generations.isSimulated,
    })
    .from(generations)
    .where(and(eq(generations.projectId, ctx.project), inArray(generations.id, stored)));
  for (const row of rows) found.set(row.id, scopeOfCall(row));
  return found;
}

/** What a row that is about a call keeps of it. Pure. */
export function scopeOfCall(
  call: Omit<CallScope, "environment" | "source"> & { label: string | null; source: string },
): CallScope {
  const { promptId, promptVersionId, promptPath, promptVersionNumber, label, model, isSimulated } = call;
  return {
    promptId,
    promptVersionId,
    promptPath,
    promptVersionNumber,
    environment: label,
    // The database holds what recordGenerations wrote.
    source: call.source as GenerationSource,
    model,
    isSimulated,
  };
}
