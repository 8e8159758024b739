import { LRUCache } from "lru-cache";
import { isAppError } from "#platform/errors";
import { once } from "#platform/runtime";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import type { OpenAiTarget } from "./openai.ts";
import type { ChatTransport } from "./transport.ts";
import type { UpstreamDetails } from "./upstream-error.ts";

/** So long a server that lacks an address is not asked at it again; it may have been updated by then. */
const rememberMs = 10 * 60_000;

type Ways = {
  /** The server's own address for what the caller asked. */
  own: ChatTransport;
  /** The same asked of its chat, which every server has. */
  chat: ChatTransport;
  /** What is remembered by: the connection, its address, the model. Never an address alone, which projects share. */
  key: string;
  /** Further words by which a server says that this is the wrong address for the model. */
  isLackingSaid?: (message: string) => boolean;
};

/** Asks at a server's own address, and at its chat where it has no other: the caller sees no difference but what chat cannot say. */
export function atOwnAddress({ own, chat, key, isLackingSaid = () => false }: Ways): ChatTransport {
  const lacking = once(
    "models.lackingAddresses",
    () => new LRUCache<string, true>({ max: 2_000, ttl: rememberMs }),
  );
  const noteLack = (thrown: unknown): void => {
    if (!isLacking(thrown, isLackingSaid)) throw thrown;
    lacking.set(key, true);
  };
  const complete = async (request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatEvent[]> => {
    if (!lacking.has(key))
      try {
        return await whole(own, request, signal);
      } catch (thrown) {
        noteLack(thrown);
      }
    return whole(chat, request, signal);
  };
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    if (!lacking.has(key)) {
      let hasBegun = false;
      try {
        for await (const event of own.stream(request, signal)) {
          hasBegun = true;
          yield event;
        }
        return;
      } catch (thrown) {
        // An address that has answered is there, whatever the error behind its text says.
        if (hasBegun) throw thrown;
        noteLack(thrown);
      }
    }
    yield* chat.stream(request, signal);
  }
  return { stream, complete };
}

/** What a target's addresses are remembered by. */
export function addressKey({ queueKey, name, baseUrl, model }: OpenAiTarget): string {
  return JSON.stringify([queueKey ?? null, name, baseUrl, model]);
}

/** A whole answer, by whichever way a transport has for it. */
export async function whole(
  transport: ChatTransport,
  request: ChatRequest,
  signal: AbortSignal | undefined,
): Promise<ChatEvent[]> {
  return transport.complete
    ? transport.complete(request, signal)
    : Array.fromAsync(transport.stream(request, signal));
}

/** As servers say in an error object of OpenAI's that nothing is at an address: OpenAI, Groq, llama.cpp. */
const saidLacking = / It said: (Invalid URL \(|Unknown request URL|File Not Found$)/;

/**
 * "There is no such address", or no such method at it. An error object of OpenAI's under a 404 is about something else
 * that is missing, such as an item or a model, unless it says that it is about the address.
 */
function isLacking(thrown: unknown, isLackingSaid: (message: string) => boolean): boolean {
  if (!isAppError(thrown)) return false;
  const { status, error } = (thrown.details ?? {}) as Partial<UpstreamDetails>;
  if (status === 405 || status === 501) return true;
  if (status !== 404) return false;
  const { message } = thrown;
  return !error || error.code === "unknown_url" || saidLacking.test(message) || isLackingSaid(message);
}
