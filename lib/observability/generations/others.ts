import { endUserHash } from "#lib/governance";
import { type Context, requirePermission } from "#lib/identity";
import { mostIds } from "../constants.ts";
import { telemetryStore } from "../store/open.ts";
import { endUsersOf } from "./end-user.ts";

/**
 * Those of these calls that name an end user, and another than this one. What a program says of a call with the call goes
 * before what anybody says of it afterwards. Throws forbidden.
 */
export async function callsOfOthers(
  ctx: Context,
  { ids, key }: { ids: readonly string[]; key: string },
): Promise<string[]> {
  requirePermission(ctx, "generation.read");
  const mine = endUserHash(ctx.project, key);
  const others: string[] = [];
  for (let start = 0; start < ids.length; start += mostIds) {
    const page = ids.slice(start, start + mostIds);
    const unhashed: string[] = [];
    for (const { id, endUserHash: hash } of await telemetryStore(ctx).readCallScopes(ctx.project, page)) {
      if (hash === null) unhashed.push(id);
      else if (hash !== mine) others.push(id);
    }
    // Calls of an older version have no hash, but their metadata.
    for (const { id, metadata } of await telemetryStore(ctx).readGenerations(ctx.project, unhashed)) {
      const named = endUsersOf(metadata);
      if (named.length > 0 && !named.includes(key)) others.push(id);
    }
  }
  return others;
}
