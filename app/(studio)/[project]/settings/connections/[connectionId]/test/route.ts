import { studioRoute } from "#app/_route";
import { testConnection } from "#lib/generation";
import { byteStreamOf, mapped, withFirst } from "#platform/stream";
import { TestConnectionInput } from "#schema/models";

type TestParams = { project: string; connectionId: string };

/** Streams a test of a connection as lines of JSON; leaving the page stops it at the provider. */
export const POST = studioRoute<TestParams>("connection.test", async ({ ctx, request, params, json }) => {
  const { model } = TestConnectionInput.pick({ model: true }).parse(await json());
  const events = testConnection(
    ctx,
    { connectionId: params.connectionId, model },
    { signal: request.signal },
  );
  // The first event comes after permission and input were checked: until then a refusal is still a status.
  const first = await events.next();
  const lines = mapped(withFirst(first, events), (event) => `${JSON.stringify(event)}\n`);
  return new Response(byteStreamOf(lines), {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
  });
});
