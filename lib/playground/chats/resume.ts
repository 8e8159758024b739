import { setTimeout as wait } from "node:timers/promises";
import { type Context, requirePermission } from "#lib/identity";
import { isAppError } from "#platform/errors";
import { streamOf } from "#platform/stream";
import { PaneInput, type PlaygroundChunk, type PlaygroundMessage } from "../schema.ts";
import { growthChunks } from "../stream/growth.ts";
import { findLive, replayedChunks } from "../stream/live.ts";
import { getChat, isWorkedOn, messagesOf } from "./internal.ts";

const followMs = 500;

/**
 * The newest answer of a pane from its beginning, and on to its end while it is coming: from this process where it is
 * made, else from its row as the other process keeps it. Throws not_found, forbidden.
 */
export async function resumeTurn(
  ctx: Context,
  input: PaneInput,
  options: { sleep?: (ms: number) => Promise<unknown> } = {},
): Promise<ReadableStream<PlaygroundChunk>> {
  requirePermission(ctx, "generation.create");
  const pane = PaneInput.parse(input);
  const { id } = await getChat(ctx, pane);
  const turn = findLive(id);
  return streamOf(turn ? replayedChunks(turn) : followedChunks(ctx, pane, options.sleep ?? wait));
}

async function* followedChunks(
  ctx: Context,
  pane: PaneInput,
  sleep: (ms: number) => Promise<unknown>,
): AsyncGenerator<PlaygroundChunk> {
  let known: PlaygroundMessage | null = null;
  for (;;) {
    const row = await getChat(ctx, pane).catch((error: unknown) => {
      // Removed meanwhile: there is nothing more to follow.
      if (isAppError(error) && error.code === "not_found") return null;
      throw error;
    });
    const last = row ? messagesOf(row).at(-1) : undefined;
    if (last?.role === "assistant") {
      yield* growthChunks(known, last);
      known = last;
    }
    if (!row || !isWorkedOn(ctx, row)) break;
    await sleep(followMs);
  }
  if (known) yield { type: "finish" };
}
