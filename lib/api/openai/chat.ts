import {
  generate,
  type GenerateInput,
  type GenerationEvent,
  type LiveGeneration,
  streamGeneration,
} from "#lib/generation";
import type { Context } from "#lib/identity";
import { AppError, type ErrorCode } from "#platform/errors";
import { newId } from "#platform/ids";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, sendJson } from "../node.ts";
import { openAiErrorOf } from "../problem.ts";
import { chunkOf, completionOf, lastChunksOf, streamErrorOf } from "./answer.ts";
import { generateInputOf } from "./request.ts";
import type { ChatCompletionBody } from "./schema.ts";

export const generationIdHeader = "x-valueloop-generation-id";

/** POST /chat/completions: one generation, in one piece or as server-sent events. Throws what could not be asked at all. */
export async function chatCompletion(
  c: ApiContext,
  ctx: Context,
  body: ChatCompletionBody,
): Promise<Response> {
  const signal = disconnectSignal(c);
  const input = await generateInputOf(ctx, body);
  const generationId = newId();
  const withUsage = body.stream_options?.include_usage === true;
  const isLegacy = body["functions"] !== undefined && !body.tools?.length;
  if (body.stream) return streamed(ctx, { input, generationId, signal, withUsage, isLegacy });
  const generation = await generate(ctx, input, { signal, generationId, fuse: true });
  if (generation.status !== "succeeded") return failure(ctx, generation);
  return sendJson(c, completionOf(generation, isLegacy), { [generationIdHeader]: generation.id });
}

function failure(
  ctx: Context,
  generation: Pick<LiveGeneration, "id" | "errorCode" | "errorMessage">,
): Response {
  const code = (generation.errorCode ?? "internal") as ErrorCode;
  const response = openAiErrorOf(
    new AppError(code, generation.errorMessage ?? "The call failed."),
    ctx.requestId,
  );
  response.headers.set(generationIdHeader, generation.id);
  return response;
}

type EndOptions = { withUsage: boolean; isLegacy: boolean };
type StreamRequest = { input: GenerateInput; generationId: string; signal: AbortSignal } & EndOptions;

/** Answers with a status of its own as long as nothing was streamed, so that a client can tell refusal from a broken stream. */
async function streamed(
  ctx: Context,
  { input, generationId, signal, ...end }: StreamRequest,
): Promise<Response> {
  const reader = new AbortController();
  const events = streamGeneration(ctx, input, {
    signal: AbortSignal.any([signal, reader.signal]),
    generationId,
    fuse: true,
  });
  const parts = {
    id: generationId,
    created: Math.floor(ctx.clock.now().getTime() / 1_000),
    model: input.targets?.[0]?.model ?? "",
  };
  const first = await firstAnswer(events, (model) => {
    parts.model = model;
  });
  if (first.type === "error") return failure(ctx, first.generation);
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      try {
        send(controller, chunkOf(parts, { role: "assistant", content: "" }));
        sendEvent(controller, first, parts, end);
        for await (const event of events) sendEvent(controller, event, parts, end);
        controller.close();
      } catch (error) {
        // The reader went away; the generation was recorded as cancelled by its own pipeline.
        if (!reader.signal.aborted) controller.error(error);
      }
    },
    cancel: () => reader.abort(),
  });
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    [generationIdHeader]: generationId,
  };
  return new Response(stream, { headers });
}

type Answer = Extract<GenerationEvent, { type: "delta" | "reasoning" | "done" | "error" }>;
type ChunkParts = Parameters<typeof chunkOf>[0];

/** Passes starts and progress by until there is something to answer with. */
async function firstAnswer(
  events: AsyncGenerator<GenerationEvent>,
  onStart: (model: string) => void,
): Promise<Answer> {
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) throw new AppError("internal", "A generation ended without saying how.");
    if (event.type === "start") onStart(event.model);
    else if (event.type !== "progress") return event;
  }
}

function sendEvent(
  controller: ReadableStreamDefaultController<Uint8Array>,
  event: GenerationEvent,
  parts: ChunkParts,
  end: EndOptions,
): void {
  switch (event.type) {
    case "delta":
      return send(controller, chunkOf(parts, { content: event.text }));
    case "reasoning":
      return send(controller, chunkOf(parts, { reasoning_content: event.text }));
    case "done":
      for (const chunk of lastChunksOf(parts, event.generation, end)) send(controller, chunk);
      return controller.enqueue(encoder.encode("data: [DONE]\n\n"));
    case "error":
      return send(controller, streamErrorOf(event.code, event.message));
    case "start":
    case "progress":
      return;
    default:
      event satisfies never;
  }
}

const encoder = new TextEncoder();

function send(controller: ReadableStreamDefaultController<Uint8Array>, value: object): void {
  controller.enqueue(encoder.encode(`data: ${JSON.stringify(value)}\n\n`));
}
