import { studioRoute } from "#app/_route";
import { testConnection } from "#lib/generation";
import { TestConnectionInput } from "#schema/models";
import { lineStream } from "./line-stream.ts";

type TestParams = { project: string; connectionId: string };

/** Streams a test of a connection as lines of JSON; leaving the page stops it at the provider. */
export const POST = studioRoute<TestParams>("connection.test", async ({ ctx, request, params }) => {
  const { model } = TestConnectionInput.pick({ model: true }).parse(await request.json());
  const events = testConnection(
    ctx,
    { connectionId: params.connectionId, model },
    { signal: request.signal },
  );
  // The first event comes after permission and input were checked: until then a refusal is still a status.
  const first = await events.next();
  return new Response(lineStream(first, events), {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
  });
});
