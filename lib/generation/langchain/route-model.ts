import type { Context } from "#lib/identity";
import { ChatModel, type ChatTransport, makeUsage } from "#lib/models";
import { findTarget, parseModelReference, resolveRoute } from "#lib/routes";
import { AppError, type ErrorCode } from "#platform/errors";
import type { ChatEvent, ChatRequest, FinishReason } from "#schema/models";
import type { GenerationSource } from "#schema/observability";
import { generate, streamGeneration } from "../generate.ts";
import type { GenerateInput, LiveGeneration } from "../schema.ts";

export type RouteModelOptions = {
  /** Who asks, as generations are told apart. */
  source?: GenerationSource;
  /** Kept on each generation. */
  metadata?: Record<string, unknown>;
};

/**
 * A stored route (`route:support`, or a model as `connection/model`) as LangChain's chat model. Every call is a
 * generation of the project: judged by its policies, retried and rerouted as the route says, recorded with its cost.
 * Throws forbidden, not_found; calls throw the AppError that the generation failed with.
 */
export async function routeModel(
  ctx: Context,
  name: string,
  { source = "api", metadata }: RouteModelOptions = {},
): Promise<ChatModel> {
  const asked = await askedOf(ctx, name);
  const inputOf = ({ messages, ...request }: ChatRequest): GenerateInput => {
    const { tools, toolChoice, responseSchema, responseFormat, mayAskPlainly, extra, ...settings } = request;
    const given = { tools, toolChoice, responseSchema, responseFormat, mayAskPlainly, extra, metadata };
    return { source, ...asked, messages, settings, ...withoutAbsent(given) };
  };
  const transport: ChatTransport = {
    async *stream(request, signal) {
      for await (const event of streamGeneration(ctx, inputOf(request), { signal })) {
        if (event.type === "delta" || event.type === "reasoning" || event.type === "call") yield event;
        else if (event.type === "done") yield endOf(event.generation);
        else if (event.type === "error") throw errorOf(event.generation);
      }
    },
    async complete(request, signal) {
      const generation = await generate(ctx, inputOf(request), { signal });
      if (generation.status !== "succeeded") throw errorOf(generation);
      const { reasoning, output } = generation;
      return [
        ...(reasoning ? [{ type: "reasoning" as const, text: reasoning }] : []),
        ...(output ? [{ type: "delta" as const, text: output }] : []),
        endOf(generation),
      ];
    },
  };
  return new ChatModel({ name, model: name, transport, isSimulated: false, isLocal: false });
}

async function askedOf(ctx: Context, name: string): Promise<Pick<GenerateInput, "route" | "targets">> {
  const reference = parseModelReference(name);
  if (reference.kind === "prompt")
    throw new AppError("invalid_input", "Name a route or a model; a prompt is toChatPromptTemplate's.");
  if (reference.kind === "model") return { targets: [await findTarget(ctx, reference.name)] };
  await resolveRoute(ctx, reference.reference);
  return { route: reference.reference };
}

function endOf(generation: LiveGeneration): Extract<ChatEvent, { type: "end" }> {
  const { inputTokens, outputTokens, refusal, model, answerMembers: members } = generation;
  return {
    type: "end",
    usage: makeUsage({
      inputTokens: inputTokens ?? 0,
      outputTokens: outputTokens ?? 0,
      cachedInputTokens: generation.cachedInputTokens,
      cacheWriteTokens: generation.cacheWriteTokens,
      audioInputTokens: generation.audioInputTokens,
      reasoningTokens: generation.reasoningTokens,
      audioOutputTokens: generation.audioOutputTokens,
      isEstimated: generation.isUsageEstimated ?? true,
    }),
    // Written from an Outcome only.
    finishReason: (generation.finishReason ?? "other") as FinishReason,
    toolCalls: generation.toolCalls ?? [],
    refusal,
    model: members?.model ?? model,
    ...(members ? { members } : {}),
    computeMs: null,
  };
}

function errorOf({ error, errorCode, errorMessage }: LiveGeneration): AppError {
  if (error) return error;
  // Codes on generations come from AppErrors, so they are of the closed list.
  return new AppError((errorCode ?? "internal") as ErrorCode, errorMessage ?? "The call failed.");
}

function withoutAbsent<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(given) as { [Key in keyof Value]?: NonNullable<Value[Key]> };
}
