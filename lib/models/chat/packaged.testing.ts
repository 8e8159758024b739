import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { ChatModel } from "./chat-model.ts";
import type { ChatTransport, TransportTarget } from "./transport.ts";

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.closeAllConnections()));

type Seen = { url: string | undefined; headers: IncomingMessage["headers"]; json: Record<string, unknown> };

/** A server that keeps what it was asked and answers as it is told. */
export async function provider(
  answer: (response: ServerResponse) => void,
): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      seen.push({
        url: request.url,
        headers: request.headers,
        json: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>,
      });
      answer(response);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** A model behind it. */
export const target = (kind: "anthropic" | "google", baseUrl: string): TransportTarget => ({
  name: "Loop",
  kind,
  baseUrl,
  apiKey: "key-12345678",
  model: "some-model",
  options: {},
  queueKey: "p",
});
export const hello: ChatRequest = {
  messages: [
    { role: "system", content: "Be short." },
    { role: "user", content: "Say hello." },
  ],
  temperature: 0,
  maxTokens: 20,
  stop: ["END"],
};

/** Everything a model says to a request. */
export async function collect(
  transport: ChatTransport,
  request = hello,
  signal?: AbortSignal,
): Promise<ChatEvent[]> {
  const model = new ChatModel({
    name: "Loop",
    model: "some-model",
    transport,
    isSimulated: false,
    isLocal: false,
  });
  const events: ChatEvent[] = [];
  for await (const event of model.converse(request, { signal })) events.push(event);
  return events;
}
// The events as Anthropic's documentation of streaming messages gives them.
export const anthropicStream = [
  {
    type: "message_start",
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      content: [],
      model: "some-model",
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 25, cache_read_input_tokens: 5, output_tokens: 1 },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "lo" } },
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 15 },
  },
  { type: "message_stop" },
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join("");
