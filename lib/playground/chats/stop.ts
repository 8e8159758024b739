import { type Context, requirePermission } from "#lib/identity";
import { PaneInput } from "../schema.ts";
import { findLive } from "../stream/live.ts";
import { getChat, isWorkedOn, requestStop } from "./internal.ts";

/**
 * Stops the answer that is coming in a pane, down to the provider's socket; what has come is kept. Another process
 * that works on it hears within a second. Tells whether there was one. Throws not_found, forbidden.
 */
export async function stopTurn(ctx: Context, input: PaneInput): Promise<{ isStopped: boolean }> {
  requirePermission(ctx, "generation.create");
  const row = await getChat(ctx, PaneInput.parse(input));
  const turn = findLive(row.id);
  if (turn) turn.stop.abort();
  else if (isWorkedOn(ctx, row)) await requestStop(ctx, row.id);
  else return { isStopped: false };
  return { isStopped: true };
}
