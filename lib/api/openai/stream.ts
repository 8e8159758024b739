import {
  type GenerateInput,
  type GenerateOptions,
  type GenerationEvent,
  streamGeneration,
} from "#lib/generation";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { callChunkOf, chunkOf, type ChunkParts, lastChunksOf, streamErrorOf, thoughtOf } from "./answer.ts";
import { failure, generationIdHeader } from "./failure.ts";

export type StreamRequest = {
  input: GenerateInput;
  options: GenerateOptions & { signal: AbortSignal; generationId: string };
  withUsage: boolean;
  isLegacy: boolean;
};

/** How long a stream may be silent before a comment goes out: proxies cut what is silent for half a minute or more. */
const defaultKeepAliveMs = 15_000;

type Events = AsyncGenerator<GenerationEvent>;
/** An event that a client sees something of. */
type Answer = Exclude<GenerationEvent, { type: "start" | "head" | "progress" }>;

/**
 * Streams a generation as server-sent events. As long as nothing was said it answers with a status of its own, so that a
 * client can tell refusal from a broken stream; a model that thinks longer than a comment may wait begins as a stream.
 */
export async function streamCompletion(
  ctx: Context,
  request: StreamRequest,
  { keepAliveMs = defaultKeepAliveMs }: { keepAliveMs?: number } = {},
): Promise<Response> {
  const { input, options } = request;
  const { generationId, signal } = options;
  const reader = new AbortController();
  const events = streamGeneration(ctx, input, {
    ...options,
    signal: AbortSignal.any([signal, reader.signal]),
  });
  const writer = new ChunkWriter(request, Math.floor(ctx.clock.now().getTime() / 1_000));
  const first = firstAnswer(events, writer);
  const early = await orNull(first, keepAliveMs);
  if (early?.type === "error") return failure(ctx, early.generation);
  let keepAlive: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      keepAlive = setInterval(() => writer.keepAlive(controller), keepAliveMs);
      try {
        if (early === null) writer.keepAlive(controller);
        const answer = early ?? (await first);
        writer.open(controller);
        writer.write(controller, answer);
        for await (const event of events) writer.write(controller, event);
        controller.close();
      } catch (error) {
        // The reader went away; the generation was recorded as cancelled by its own pipeline.
        if (!reader.signal.aborted) controller.error(error);
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
async function firstAnswer(events: Events, writer: ChunkWriter): Promise<Answer> {
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

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** Writes the events of one generation as chunks. */
class ChunkWriter {
  readonly #request: StreamRequest;
  readonly #created: number;
  #parts: ChunkParts;
  #hasCalls = false;

  constructor(request: StreamRequest, created: number) {
    this.#request = request;
    this.#created = created;
    this.#parts = this.#partsFor(request.input.targets?.[0]?.model ?? "");
  }

  /** Takes in what the chunks to come will say; another target begins again. */
  note(event: GenerationEvent): void {
    if (event.type === "start") this.#parts = this.#partsFor(event.model);
    if (event.type === "head")
      this.#parts = { ...event.members, ...this.#parts, ...(event.model ? { model: event.model } : {}) };
  }

  open(controller: Controller): void {
    this.#send(controller, chunkOf(this.#parts, { role: "assistant", content: "" }));
  }

  write(controller: Controller, event: GenerationEvent): void {
    const { isLegacy } = this.#request;
    switch (event.type) {
      case "delta":
        return this.#send(controller, chunkOf(this.#parts, { content: event.text }));
      case "reasoning":
        return this.#send(controller, chunkOf(this.#parts, thoughtOf(event.text, event.thoughtIn)));
      case "call":
        this.#hasCalls = true;
        return this.#send(controller, callChunkOf(this.#parts, event, isLegacy));
      case "done": {
        const end = { ...this.#request, hasCalls: this.#hasCalls };
        for (const chunk of lastChunksOf(this.#parts, event.generation, end)) this.#send(controller, chunk);
        return this.#enqueue(controller, "data: [DONE]\n\n");
      }
      case "error":
        return this.#send(controller, streamErrorOf(event.generation));
      case "start":
      case "head":
      case "progress":
        return this.note(event);
      default:
        event satisfies never;
    }
  }

  /** A comment, which no client reads. */
  keepAlive(controller: Controller): void {
    this.#enqueue(controller, ": keep-alive\n\n");
  }

  #partsFor(model: string): ChunkParts {
    return { id: this.#request.options.generationId, created: this.#created, model };
  }

  #send(controller: Controller, value: object): void {
    this.#enqueue(controller, `data: ${JSON.stringify(value)}\n\n`);
  }

  #enqueue(controller: Controller, text: string): void {
    controller.enqueue(encoder.encode(text));
  }
}

const encoder = new TextEncoder();
