import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type LoopbackHandler = (
  request: { json: Record<string, unknown>; call: number },
  response: ServerResponse,
  raw: IncomingMessage,
) => unknown;

/** A provider on loopback that answers as a test says; `calls` counts what reached it. */
export async function loopbackProvider(handler: LoopbackHandler) {
  const seen = { calls: 0, bodies: [] as Record<string, unknown>[] };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      seen.calls += 1;
      const json = JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
      seen.bodies.push(json);
      void Promise.resolve(handler({ json, call: seen.calls }, response, request));
    });
  });
  // Between two tests of a busy machine more than the usual five seconds may pass.
  server.keepAliveTimeout = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen, close };
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** One chunk of a stream in OpenAI's form. */
export function chunk(content: string, finishReason: string | null = null): string {
  return event({ model: "m-1", choices: [{ delta: { content }, finish_reason: finishReason }] });
}

/** The end of a stream: its usage and the closing mark. */
export function lastChunks(usage = { prompt_tokens: 100, completion_tokens: 20 }): string {
  return `${chunk("", "stop")}${event({ choices: [], usage })}data: [DONE]\n\n`;
}

export function startStream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

/** A whole answer, streamed or in one piece as the request asks. */
export function answerWith(
  text: string,
  usage = { prompt_tokens: 100, completion_tokens: 20 },
): LoopbackHandler {
  return ({ json }, response) => {
    if (json["stream"]) {
      startStream(response).end(chunk(text) + lastChunks(usage));
      return;
    }
    const choices = [{ message: { role: "assistant", content: text }, finish_reason: "stop" }];
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ model: "m-1", choices, usage }));
  };
}
