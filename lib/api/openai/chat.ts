import { generate } from "#lib/generation";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, headerOf, sendJson } from "../node.ts";
import { readTraceParent } from "../traceparent.ts";
import { completionOf } from "./answer.ts";
import { failure, generationIdHeader } from "./failure.ts";
import { generateInputOf } from "./request.ts";
import type { ChatCompletionBody } from "./schema.ts";
import { streamCompletion } from "./stream.ts";

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
  const trace = readTraceParent(headerOf(c, "traceparent"));
  const options = {
    signal,
    generationId,
    fuse: true,
    ...(trace ? { traceId: trace.traceId, parentSpanId: trace.spanId } : {}),
  };
  if (body.stream) return streamCompletion(ctx, { input, options, withUsage, isLegacy });
  const generation = await generate(ctx, input, options);
  if (generation.status !== "succeeded") return failure(ctx, generation);
  return sendJson(c, completionOf(generation, isLegacy), { [generationIdHeader]: generation.id });
}
