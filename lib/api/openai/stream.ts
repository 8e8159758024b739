import {
  type GenerateInput,
  type GenerateOptions,
  type GenerationEvent,
  streamGeneration,
} from "#lib/generation";
import type { Context } from "#lib/identity";
import { AppError, toAppError } from "#platform/errors";
import { logger } from "#platform/logger";
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

type Events = AsyncGenerator<GenerationEvent>;
/** An event that a client sees something of. */
type Answer = Exclude<GenerationEvent, { type: "start" | "head" | "progress" }>;

/**
 * Streams a generation as server-sent events. As long as nothing was said it answers with a status of its own, so that a
 * client can tell refusal from a broken stream; a model that thinks longer than a comment may wait begins as a stream.
 */
export async function streamAnswer(
  ctx: Context,
  request: StreamRequest,
  writer: EventWriter,
  { keepAliveMs = defaultKeepAliveMs }: { keepAliveMs?: number } = {},
): Promise<Response> {
  const { input, options } = request;
  const { generationId, signal } = options;
  const reader = new AbortController();
  const events = streamGeneration(ctx, input, {
    ...options,
    signal: AbortSignal.any([signal, reader.signal]),
  });
  const first = firstAnswer(events, writer);
  const early = await orNull(first, keepAliveMs);
  if (early?.type === "error") return failure(ctx, early.generation);
  let keepAlive: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (text) controller.enqueue(encoder.encode(text));
      };
      keepAlive = setInterval(() => send(comment), keepAliveMs);
      try {
        if (early === null) send(comment);
        const answer = early ?? (await first);
        send(writer.open() + writer.write(answer));
        for await (const event of events) send(writer.write(event));
        controller.close();
      } catch (error) {
        // Where the reader went away the generation was recorded as cancelled by its own pipeline.
        if (reader.signal.aborted) return;
        logger().error({ err: error, requestId: ctx.requestId, generationId }, "a stream broke off");
        send(writer.fail(toAppError(error)));
        controller.close();
      } finally {
        clearInterval(keepAlive);
      }
    },
    cancel: () => {
      // At once: the stream is closed now, and the call is recorded for a while yet.
      clearInterval(keepAlive);
      reader.abort();
    },
  });
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    // Nginx and its like would gather the stream before passing it on.
    "x-accel-buffering": "no",
    [generationIdHeader]: generationId,
  };
  return new Response(stream, { headers });
}

/** Passes by what says nothing yet; the writer takes from it what every chunk will say. */
async function firstAnswer(events: Events, writer: EventWriter): Promise<Answer> {
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) throw new AppError("internal", "A generation ended without saying how.");
    if (event.type !== "start" && event.type !== "head" && event.type !== "progress") return event;
    writer.note(event);
  }
}

/** What a promise gives within a time, or null. Throws as it does. */
async function orNull<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  // Whoever waits for it later hears of its failure then.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const encoder = new TextEncoder();
/** A comment, which no client reads. */
const comment = ": keep-alive\n\n";
