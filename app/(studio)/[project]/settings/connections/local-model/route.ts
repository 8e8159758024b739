import { studioRoute } from "#app/_route";
import { localModelStatus } from "#lib/downloads";

/** How far the local model is, for the panel that asks every second or two while it arrives. */
export const GET = studioRoute<{ project: string }>("local_model.status", async ({ ctx }) =>
  Response.json(await localModelStatus(ctx), { headers: { "cache-control": "no-store" } }),
);
