import { generate } from "#lib/generation";
import type { Context } from "#lib/identity";
import type { ApiContext } from "../context.ts";
import { sendJson } from "../node.ts";
import { completionOf } from "./answer.ts";
import { answerHeaders, failure } from "./failure.ts";
import { generateInputOf } from "./request.ts";
import type { ChatCompletionBody } from "./schema.ts";
import { ChunkWriter } from "./chat-stream.ts";
import { callOptions, noteStored, nowSeconds, asCalled } from "./call-options.ts";
import { withFilesOfChat } from "./named-files.ts";
import { streamAnswer } from "./stream.ts";

/** POST /chat/completions: one generation, in one piece or as server-sent events. Throws what could not be asked at all. */
export async function chatCompletion(
  c: ApiContext,
  ctx: Context,
  body: ChatCompletionBody,
): Promise<Response> {
  const input = asCalled(
    c,
    ctx,
    await generateInputOf(ctx, { ...body, messages: await withFilesOfChat(ctx, body.messages) }),
  );
  const options = callOptions(c);
  const withUsage = body.stream_options?.include_usage === true;
  const isLegacy = body["functions"] !== undefined && !body.tools?.length;
  if (body.stream) {
    const { generationId } = options;
    const model = input.targets?.[0]?.model ?? "";
    const writer = new ChunkWriter({ generationId, model, created: nowSeconds(ctx), withUsage, isLegacy });
    return streamAnswer(ctx, { input, options }, writer, { c });
  }
  const generation = await generate(ctx, input, options);
  if (generation.status !== "succeeded") return failure(ctx, generation);
  noteStored(c, generation);
  return sendJson(c, completionOf(generation, isLegacy), answerHeaders(generation));
}
