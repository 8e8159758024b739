import { createUIMessageStreamResponse } from "ai";
import { studioRoute } from "#app/_route";
import { resumeTurn, sendTurn } from "#lib/playground";
import { type PlaygroundChunk, SendTurnInput } from "#schema/playground";

type Params = { project: string; conversation: string; pane: string };

/** Answers the newest turn. Leaving does not end the answer: the page comes back to it, or stops it. */
export const POST = studioRoute<Params>("playground.send", async ({ ctx, params, json }) => {
  const body = await json();
  const { conversation: conversationId, pane } = params;
  return messageStream(await sendTurn(ctx, SendTurnInput.parse({ ...Object(body), conversationId, pane })));
});

/** The newest answer from its beginning, for a page that was loaded again. */
export const GET = studioRoute<Params>("playground.resume", async ({ ctx, params }) => {
  const { conversation: conversationId, pane } = params;
  return messageStream(await resumeTurn(ctx, { conversationId, pane }));
});

function messageStream(stream: ReadableStream<PlaygroundChunk>): Response {
  return createUIMessageStreamResponse({
    stream,
    keepAliveMs: 15_000,
    // no-transform keeps compression off, which would hold tokens back until its buffer is full.
    headers: { "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
}
