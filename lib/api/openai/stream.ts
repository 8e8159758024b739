import {
  type GenerateInput,
  type GenerateOptions,
  type GenerationEvent,
  type LiveGeneration,
  tellGeneration,
} from "#lib/generation";
import type { Context } from "#lib/identity";
import type { CacheUse } from "#schema/generation";
import { type AppError, toAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import type { ApiContext } from "../context.ts";
import { openStream, type Outlet } from "../node.ts";
import { cacheHeaders } from "./cache-headers.ts";
import { noteStored } from "./call-options.ts";
import { failure, generationIdHeader } from "./failure.ts";

export type StreamRequest = {
  input: GenerateInput;
  options: GenerateOptions & { signal: AbortSignal; generationId: string };
};

/** Writes the events of one generation in the form of one address of OpenAI's, as server-sent events. */
export type EventWriter = {
  /** Takes in what says nothing yet. */
  note(event: GenerationEvent): void;
  /** What stands before the first answer. */
  open(): string;
  write(event: GenerationEvent): string;
  /** What stands where the end was to be, when there is none. */
  fail(error: AppError): string;
};

/** One server-sent event; with a name where the form has names. */
export function sse(value: object, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(value)}\n\n`;
}

/** How long a stream may be silent before a comment goes out: proxies cut what is silent for half a minute or more. */
const defaultKeepAliveMs = 15_000;

/**
 * Streams a generation as server-sent events. As long as nothing was said it answers with a status of its own, so that a
 * client can tell refusal from a broken stream; a model that thinks longer than a comment may wait begins as a stream.
 * With `c` it goes the shortest way that the server has.
 */
export async function streamAnswer(
  ctx: Context,
  { input, options }: StreamRequest,
  writer: EventWriter,
  { keepAliveMs = defaultKeepAliveMs, c }: { keepAliveMs?: number; c?: ApiContext } = {},
): Promise<Response> {
  const { generationId } = options;
  const reader = followerOf(options.signal);
  const answer = new Answer(writer, () => reader.abort());
  const telling = tellGeneration(ctx, input, { ...options, signal: reader.signal }, (event) => {
    if (c && event.type === "done") noteStored(c, event.generation);
    answer.take(event);
  }).then(() => answer.check());
  telling.catch((error: unknown) => answer.refuse(error));
  const first = await orNull(answer.begun, keepAliveMs);
  if (first?.failed) return failure(ctx, first.failed);
  let keepAlive: NodeJS.Timeout | undefined;
  let isLeft = false;
  const { outlet, response } = openStream(c, headersOf(generationId, answer.cacheUse), () => {
    // At once: the stream is closed now, and the call is recorded for a while yet.
    clearInterval(keepAlive);
    isLeft = true;
    reader.abort();
  });
  if (first === null) outlet.write(comment);
  answer.goTo(outlet);
  keepAlive = setInterval(() => outlet.write(comment), keepAliveMs);
  void telling
    .catch((error: unknown) => {
      // Where the reader went away the generation was recorded as cancelled by its own pipeline.
      if (isLeft) return;
      logger().error({ err: error, requestId: ctx.requestId, generationId }, "a stream broke off");
      outlet.write(writer.fail(toAppError(error)));
    })
    .finally(() => {
      clearInterval(keepAlive);
      outlet.end();
    });
  return response;
}

function headersOf(generationId: string, cacheUse: CacheUse | undefined): Record<string, string> {
  return {
    "content-type": "text/event-stream; charset=utf-8",
    // Nginx and its like would gather the stream before passing it on.
    "x-accel-buffering": "no",
    [generationIdHeader]: generationId,
    ...cacheHeaders(cacheUse),
  };
}

/** Stops with a signal; cheaper than `AbortSignal.any`. */
function followerOf(signal: AbortSignal): AbortController {
  const follower = new AbortController();
  if (signal.aborted) follower.abort();
  signal.addEventListener("abort", () => follower.abort(), { once: true });
  return follower;
}

/** What was said so far, from the first event that a client sees something of: it waits until there is somewhere to go. */
class Answer {
  readonly #writer: EventWriter;
  readonly #stop: () => void;
  readonly #begun = Promise.withResolvers<{ failed: LiveGeneration | null }>();
  #outlet: Outlet | undefined;
  #held = "";
  #hasBegun = false;
  #broken: { error: unknown } | undefined;
  /** How a cache met the call, as its start says. */
  cacheUse: CacheUse | undefined;

  constructor(writer: EventWriter, stop: () => void) {
    this.#writer = writer;
    this.#stop = stop;
    // Whoever waits for it later hears of its failure then.
    this.#begun.promise.catch(() => undefined);
  }

  /** Resolves at the first answer, or with the generation that failed before it. */
  get begun(): Promise<{ failed: LiveGeneration | null }> {
    return this.#begun.promise;
  }

  /** Never throws: a writer that fails ends the call. */
  take(event: GenerationEvent): void {
    if (this.#broken) return;
    try {
      this.#say(event);
    } catch (error) {
      this.#broken = { error };
      this.refuse(error);
      this.#stop();
    }
  }

  #say(event: GenerationEvent): void {
    if (this.#hasBegun) return this.#send(this.#writer.write(event));
    if (event.type === "start") this.cacheUse = event.cache;
    if (event.type === "start" || event.type === "head" || event.type === "progress")
      return this.#writer.note(event);
    this.#hasBegun = true;
    if (event.type === "error" && !this.#outlet) return this.#begun.resolve({ failed: event.generation });
    this.#send(this.#writer.open() + this.#writer.write(event));
    this.#begun.resolve({ failed: null });
  }

  #send(text: string): void {
    if (text === "") return;
    if (this.#outlet) this.#outlet.write(text);
    else this.#held += text;
  }

  /** What was said and what will be goes there. */
  goTo(outlet: Outlet): void {
    this.#outlet = outlet;
    if (this.#held) outlet.write(this.#held);
    this.#held = "";
  }

  /** For whoever still waits for it to begin. */
  refuse(error: unknown): void {
    this.#begun.reject(error);
  }

  /** Throws what the writer threw. */
  check(): void {
    if (this.#broken) throw this.#broken.error;
  }
}

/** What a promise gives within a time, or null. Throws as it does. */
async function orNull<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A comment, which no client reads. */
const comment = ": keep-alive\n\n";
