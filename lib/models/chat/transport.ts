import type { ChatEvent, ChatRequest } from "./schema.ts";
import type { ConnectionKind } from "../kinds.ts";
import type { ConnectionOptions } from "../connection-options.ts";

/** How long to wait at most for a provider, in milliseconds: to connect, for the first byte, and between two bytes. */
export type UpstreamTimeouts = { connectMs: number; headersMs: number; idleMs: number };

/** The first byte is waited for as long as the longest call may take (`routeLimits.timeoutMs`): the call's own time ends it before. */
export const defaultTimeouts: UpstreamTimeouts = { connectMs: 10_000, headersMs: 3_600_000, idleMs: 60_000 };

/**
 * One way to reach a model. `stream` yields deltas and exactly one `end`, or throws an AppError
 * (`upstream_failed`, `upstream_timeout`, `rate_limited`, `cancelled`). Aborting the signal frees the provider at once.
 */
export type ChatTransport = {
  stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncIterable<ChatEvent>;
  /** The same without streaming, where that is cheaper. */
  complete?(request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatEvent[]>;
};

/** What is needed to reach a model. `queueKey` says whose turn it takes where requests queue for one machine. */
export type TransportTarget = {
  name: string;
  kind: ConnectionKind;
  baseUrl: string | null;
  apiKey: string | null;
  options: ConnectionOptions;
  model: string;
  queueKey: string;
};
