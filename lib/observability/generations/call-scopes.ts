import { type Context, requirePermission } from "#lib/identity";
import { type CallScope, CallScopesInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";
import type { StorableGeneration } from "./storable.ts";
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
    const waiting = generationWriter().get(ctx.project, id);
    if (waiting) found.set(id, scopeOfCall(waiting));
    else stored.push(id);
  }
  for (const { id, ...scope } of await telemetryStore(ctx).readCallScopes(ctx.project, stored))
    found.set(id, scope);
  return found;
}

/** What a row that is about a call keeps of it. */
function scopeOfCall({ generation: call, endUserHash = null }: StorableGeneration): CallScope {
  const { promptId, promptVersionId, promptPath, promptVersionNumber, label, source, model, isSimulated } =
    call;
  return {
    promptId,
    promptVersionId,
    promptPath,
    promptVersionNumber,
    environment: label,
    source,
    model,
    isSimulated,
    endUserHash,
  };
}
