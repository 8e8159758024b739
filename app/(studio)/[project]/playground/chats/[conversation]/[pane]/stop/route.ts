import { studioRoute } from "#app/_route";
import { stopTurn } from "#lib/playground";

type Params = { project: string; conversation: string; pane: string };

/** Stops the answer that is coming, down to the provider. */
export const POST = studioRoute<Params>("playground.stop", async ({ ctx, params }) =>
  Response.json(await stopTurn(ctx, { conversationId: params.conversation, pane: params.pane })),
);
