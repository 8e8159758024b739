import type { BaseMessage, ContentBlock } from "@langchain/core/messages";
import { type RequestInit, Response } from "undici";
import type { ChatRequest } from "./schema.ts";
import { outboundFetch } from "./checked-fetch.ts";
import { recordOf } from "./loose.ts";
import type { MediaPart, SentPart } from "./message-parts.ts";
import { packagedToolChoice, packagedTransport } from "./packaged.ts";
import { SseParser } from "./sse.ts";
import type { ChatTransport, TransportTarget } from "./transport.ts";

/** Anthropic demands a limit; this is what its smallest current model allows. */
const defaultMaxTokens = 4096;

/** Anthropic's Messages API, through its LangChain package and our checked sockets. */
export async function anthropicTransport(target: TransportTarget): Promise<ChatTransport> {
  const { ChatAnthropic } = await import("@langchain/anthropic");
  const open = async (
    request: ChatRequest,
    messages: BaseMessage[],
    signal: AbortSignal | undefined,
    count: (usage: unknown) => void,
  ) => {
    const { temperature, maxTokens, topP, stop, tools, responseSchema } = request;
    const topK = request.extra?.["top_k"];
    const model = new ChatAnthropic({
      apiKey: target.apiKey ?? "missing",
      model: target.model,
      maxRetries: 0,
      maxTokens: maxTokens ?? defaultMaxTokens,
      ...(target.baseUrl ? { anthropicApiUrl: target.baseUrl } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      // Newer models refuse both at once; temperature is the one people mean.
      ...(topP === undefined || temperature !== undefined ? {} : { topP }),
      ...(stop?.length ? { stopSequences: stop } : {}),
      ...(responseSchema
        ? { outputConfig: { format: { type: "json_schema" as const, schema: responseSchema } } }
        : {}),
      ...(typeof topK === "number" ? { topK } : {}),
      clientOptions: { fetch: countingFetch(count) },
    });
    const choice = packagedToolChoice(request.toolChoice);
    const bound = tools?.length ? model.bindTools(tools, choice ? { tool_choice: choice } : {}) : model;
    return bound.stream(messages, signal ? { signal } : {});
  };
  return packagedTransport(target.name, target.model, open, anthropicBlock);
}

/** A part as a block of Anthropic's own: of LangChain's, version 1.5 of the package sends each twice. */
function anthropicBlock(part: SentPart): ContentBlock {
  const cache = part.cacheControl ? { cache_control: part.cacheControl } : {};
  if (part.type === "text") return { type: "text", text: part.text, ...cache };
  const { source, name } = part;
  const mediaType = part.mediaType ?? "application/pdf";
  if (part.type === "image_url" || mediaType.startsWith("image/"))
    return { type: "image", source: anthropicSource(source, mediaType), ...cache };
  const title = name === null ? {} : { title: name };
  return { type: "document", source: anthropicSource(source, mediaType), ...title, ...cache };
}

function anthropicSource(source: MediaPart["source"], mediaType: string) {
  if ("url" in source) return { type: "url", url: source.url };
  if (!mediaType.startsWith("text/")) return { type: "base64", media_type: mediaType, data: source.data };
  return {
    type: "text",
    media_type: "text/plain",
    data: Buffer.from(source.data, "base64").toString("utf8"),
  };
}

/**
 * A fetch over our checked sockets that reads the count of tokens on its way: the package knows neither how long a
 * cache is kept nor the totals that the last event repeats.
 */
function countingFetch(count: (usage: unknown) => void): typeof globalThis.fetch {
  const fetch = async (url: string, init?: RequestInit) => {
    const answer = await outboundFetch(url, { ...init, redirect: "error" });
    const { body, status, headers } = answer;
    if (!body || !headers.get("content-type")?.includes("event-stream")) return answer;
    return new Response(counted(body, count), { status, headers });
  };
  // The two fetch types differ only in which copy of undici's types they name.
  return fetch as unknown as typeof globalThis.fetch;
}

async function* counted(
  body: AsyncIterable<unknown>,
  count: (usage: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const parser = new SseParser();
  for await (const bytes of body) {
    // A response's body is bytes; its type says so only where the DOM's types are loaded.
    for (const data of parser.push(bytes as Uint8Array)) countEvent(data, count);
    yield bytes as Uint8Array;
  }
}

function countEvent(data: string, count: (usage: unknown) => void): void {
  if (!data.includes('"usage"')) return;
  try {
    const event = recordOf(JSON.parse(data));
    count(recordOf(event?.["message"])?.["usage"] ?? event?.["usage"]);
  } catch {
    // The package itself says what is wrong with an event that is no JSON.
  }
}
