import { studioResponse } from "#components/form/studio-fetch";
import type { ConnectionTestEvent } from "#schema/generation";

/** Starts a test and hands over its events as they come. Throws a StudioRouteError when it is refused. */
export async function readTest(
  url: string,
  body: { model: string | undefined },
  signal: AbortSignal,
  receive: (event: ConnectionTestEvent) => void,
): Promise<void> {
  const response = await studioResponse(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) receive(JSON.parse(line) as ConnectionTestEvent);
  }
}
