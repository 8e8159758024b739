import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach } from "vitest";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { ChatModel } from "./chat-model.ts";
import { closePools } from "./http-pool.ts";
import { openAiTransport } from "./openai.ts";
import type { UpstreamTimeouts } from "./transport.ts";

export type Handler = (
  request: IncomingMessage & { json: Record<string, unknown> },
  response: ServerResponse,
) => void | Promise<void>;
const servers: Server[] = [];

/** A provider on loopback that answers as the test says. */
export async function provider(handler: Handler): Promise<string> {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const json = JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
      void handler(Object.assign(request, { json }), response);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

afterEach(closePools);
afterAll(() => servers.forEach((server) => server.closeAllConnections()));

const now = () => new Date("2026-11-23T09:00:00Z");
export const hello: ChatRequest = { messages: [{ role: "user", content: "Say hello." }] };

export function modelAt(baseUrl: string, timeouts: Partial<UpstreamTimeouts> = {}): ChatModel {
  const transport = openAiTransport({
    name: "Loop",
    baseUrl,
    apiKey: "sk-secret-1234567890",
    model: "m",
    allowPrivate: true,
    timeouts,
    now,
  });
  return new ChatModel({ name: "Loop", model: "m", transport, isSimulated: false, isLocal: false });
}

export async function collect(model: ChatModel, request = hello, signal?: AbortSignal): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of model.converse(request, { signal })) events.push(event);
  return events;
}

export const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ model: "m-1", choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`;
export const usageChunk = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } } })}\n\n`;
export const startStream = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/event-stream" });
