import { LRUCache } from "lru-cache";
import { isAppError } from "#platform/errors";
import { once } from "#platform/runtime";
import type { ChatEvent, ChatRequest } from "../schema.ts";
import type { ChatTransport } from "./transport.ts";
import type { UpstreamDetails } from "./upstream-error.ts";

/** So long a server that lacks an address is not asked at it again; it may have been updated by then. */
const rememberMs = 10 * 60_000;

type Ways = {
  /** The server's own address for what the caller asked. */
  own: ChatTransport;
  /** The same asked of its chat, which every server has. */
  chat: ChatTransport;
  /** What the server and model are remembered by. */
  key: string;
};

/** Asks at a server's own address, and at its chat where it has no other: the caller sees no difference but what chat cannot say. */
export function atOwnAddress({ own, chat, key }: Ways): ChatTransport {
  const lacking = once(
    "models.lackingAddresses",
    () => new LRUCache<string, true>({ max: 2_000, ttl: rememberMs }),
  );
  const noteLack = (thrown: unknown): void => {
    if (!isLacking(thrown)) throw thrown;
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
    if (!lacking.has(key))
      try {
        return yield* own.stream(request, signal);
      } catch (thrown) {
        noteLack(thrown);
      }
    yield* chat.stream(request, signal);
  }
  return { stream, complete };
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

/** "There is no such address", or no such method at it; a model that is missing is another thing. */
function isLacking(thrown: unknown): boolean {
  if (!isAppError(thrown)) return false;
  const { status, error } = (thrown.details ?? {}) as Partial<UpstreamDetails>;
  return [404, 405, 501].includes(status ?? 0) && error?.code !== "model_not_found";
}
