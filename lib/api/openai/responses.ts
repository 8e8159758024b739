import { generate, type GenerateInput } from "#lib/generation";
import type { Context } from "#lib/identity";
import { responseAsChat } from "#lib/models";
import { AppError } from "#platform/errors";
import type { ApiContext } from "../context.ts";
import { sendJson } from "../node.ts";
import { callOptions, noteStored, nowSeconds, asCalled } from "./call-options.ts";
import { answerHeaders, failure } from "./failure.ts";
import { withFilesOfItems } from "./named-files.ts";
import { askedOf, requireAskable, speakOpenAi } from "./request.ts";
import { responseOf } from "./responses-answer.ts";
import { messagesOfResponse, responseFormatOfText } from "./responses-input.ts";
import { ResponseWriter } from "./responses-stream.ts";
import { ResponsesBody } from "./schema.ts";
import { streamAnswer } from "./stream.ts";

/**
 * POST /responses, OpenAI's newer protocol: one generation, asked at the server's own /responses or by chat, in one piece
 * or as the events that its clients read. Throws invalid_input for what chat cannot say, and as `generate`.
 */
export async function responses(c: ApiContext, ctx: Context, body: ResponsesBody): Promise<Response> {
  if (body.background)
    throw new AppError(
      "invalid_input",
      "background: calls are answered here, not kept running. Leave it out.",
    );
  const input = asCalled(c, ctx, await inputOf(ctx, body));
  const options = callOptions(c);
  if (body.stream) {
    const { generationId } = options;
    const writer = new ResponseWriter(body, { generationId, createdAt: nowSeconds(ctx) });
    return streamAnswer(ctx, { input, options }, writer, { c });
  }
  const generation = await generate(ctx, input, options);
  if (generation.status !== "succeeded") return failure(ctx, generation);
  noteStored(c, generation);
  return sendJson(c, responseOf(generation, body), answerHeaders(generation));
}

async function inputOf(ctx: Context, body: ResponsesBody): Promise<GenerateInput> {
  const input = Array.isArray(body.input) ? await withFilesOfItems(ctx, body.input) : body.input;
  const messages = messagesOfResponse({ ...body, input });
  if (messages.length === 0) throw new AppError("invalid_input", "input: send a text, or at least one item.");
  const { base, targets } = await askedOf(ctx, { ...body, max_tokens: body.max_output_tokens });
  const asked = {
    ...base,
    messages,
    ...(body.tools ? { tools: body.tools } : {}),
    ...(body.tool_choice ? { toolChoice: body.tool_choice } : {}),
    ...responseFormatOfText(body.text),
    extra: extraOf(body),
    wire: "responses" as const,
  };
  const request = (await speakOpenAi(ctx, targets)) ? asked : responseAsChat(asked);
  await requireAskable(ctx, targets, request);
  return request;
}

/** Read by us, and sent on all the same. */
const passedOn = new Set([
  "user",
  "metadata",
  "text",
  "reasoning",
  "store",
  "previous_response_id",
  "parallel_tool_calls",
  "truncation",
]);
const ownMembers = new Set(Object.keys(ResponsesBody.shape).filter((member) => !passedOn.has(member)));

function extraOf(body: ResponsesBody): Record<string, unknown> {
  const others = Object.entries(body).filter(
    ([member, value]) => !ownMembers.has(member) && value !== null && value !== undefined,
  );
  // Some clients say it, and a server may tell it from saying nothing.
  return { ...Object.fromEntries(others), ...(body.stream === false ? { stream: false } : {}) };
}
