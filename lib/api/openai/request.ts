import type { Context } from "#lib/identity";
import type { GenerateInput } from "#lib/generation";
import { AppError } from "#platform/errors";
import type { ChatMessage } from "#schema/generation";
import type { ChatCompletionBody, OpenAiMessage } from "./schema.ts";
import { defaultTarget, findTarget, parsePromptReference } from "./target.ts";

const promptPrefix = "prompt:";

/** OpenAI's request as ours. Throws invalid_input for what we do not offer, not_found for unknown models. */
export async function generateInputOf(ctx: Context, body: ChatCompletionBody): Promise<GenerateInput> {
  if ((body.n ?? 1) !== 1)
    throw new AppError("invalid_input", "Only one choice a call is offered: leave n out or send 1.");
  refuseWhatWouldBeDropped(body);
  const isPromptModel = body.model.startsWith(promptPrefix);
  const reference = body.prompt ?? (isPromptModel ? body.model.slice(promptPrefix.length) : undefined);
  if (reference === undefined && body.messages.length === 0)
    throw new AppError("invalid_input", "messages: send at least one message.");
  const target = isPromptModel
    ? await (body.target ? findTarget(ctx, body.target) : defaultTarget(ctx))
    : await findTarget(ctx, body.model);
  const messages = body.messages.map(messageOf);
  return {
    source: "api",
    targets: [target],
    ...(reference === undefined
      ? {}
      : { prompt: { ...parsePromptReference(reference), variables: body.variables ?? {} } }),
    ...(messages.length > 0 ? { messages } : {}),
    settings: settingsOf(body),
    ...(body.tools?.length ? { tools: body.tools } : {}),
    ...(body.tool_choice ? { toolChoice: body.tool_choice } : {}),
    ...responseSchemaOf(body),
    ...(body.metadata || body.user
      ? { metadata: { ...body.metadata, ...(body.user ? { user: body.user } : {}) } }
      : {}),
  };
}

/** A program that asks for these builds on the answer's having them. */
function refuseWhatWouldBeDropped({ logprobs, top_logprobs, logit_bias }: ChatCompletionBody): void {
  const asked = { logprobs, top_logprobs, logit_bias: Object.keys(logit_bias ?? {}).length };
  for (const [member, value] of Object.entries(asked))
    if (value) throw new AppError("invalid_input", `${member} is not offered; leave it out.`);
}

function settingsOf(body: ChatCompletionBody): NonNullable<GenerateInput["settings"]> {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    ...(body.temperature == null ? {} : { temperature: body.temperature }),
    ...(body.top_p == null ? {} : { topP: body.top_p }),
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(body.frequency_penalty == null ? {} : { frequencyPenalty: body.frequency_penalty }),
    ...(body.presence_penalty == null ? {} : { presencePenalty: body.presence_penalty }),
    ...(body.stop == null ? {} : { stop: [body.stop].flat() }),
    ...(body.seed == null ? {} : { seed: body.seed }),
  };
}

function responseSchemaOf({ response_format: format }: ChatCompletionBody): {
  responseSchema?: Record<string, unknown>;
} {
  if (!format || format.type === "text") return {};
  if (format.type === "json_object") return { responseSchema: { type: "object" } };
  const schema = format.json_schema?.schema;
  if (format.type !== "json_schema" || !schema)
    throw new AppError(
      "invalid_input",
      "response_format: send text, json_object, or json_schema with its schema.",
    );
  return { responseSchema: schema };
}

function messageOf(message: OpenAiMessage): ChatMessage {
  return {
    role: message.role === "developer" ? "system" : message.role,
    content: textOf(message.content),
    ...(message.name ? { name: message.name } : {}),
    ...(message.tool_call_id ? { toolCallId: message.tool_call_id } : {}),
    ...(message.tool_calls?.length
      ? {
          toolCalls: message.tool_calls.map((call) => ({
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
          })),
        }
      : {}),
  };
}

function textOf(content: OpenAiMessage["content"]): string {
  if (!Array.isArray(content)) return content ?? "";
  const other = content.find((part) => part.type !== "text");
  if (other)
    throw new AppError(
      "invalid_input",
      `Message parts of type "${other.type}" are not offered yet; send text.`,
    );
  return content.map((part) => part.text ?? "").join("");
}
