import type { LiveGeneration } from "#lib/generation";
import type { ErrorCode } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";

/** A finished generation as OpenAI's `chat.completion`; with `isLegacy` its call as the older `function_call`. */
export function completionOf(generation: LiveGeneration, isLegacy = false) {
  const usage = usageOf(generation);
  const { output, reasoning, refusal, toolCalls } = generation;
  return {
    id: generation.id,
    object: "chat.completion",
    created: Math.floor(generation.startedAt.getTime() / 1_000),
    model: generation.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: output === "" && (toolCalls || refusal) ? null : output,
          refusal,
          ...(reasoning ? { reasoning_content: reasoning } : {}),
          ...callsOf(generation, isLegacy),
        },
        finish_reason: finishReasonOf(generation, isLegacy),
      },
    ],
    ...(usage ? { usage } : {}),
    valueloop: additionsOf(generation),
  };
}

type ChunkParts = { id: string; created: number; model: string };

export function chunkOf(
  parts: ChunkParts,
  delta: Record<string, unknown>,
  finishReason: string | null = null,
) {
  return {
    ...parts,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

/** The chunks after the last text: tool calls, why it ended, and the usage where it was asked for. */
export function lastChunksOf(
  parts: ChunkParts,
  generation: LiveGeneration,
  { withUsage, isLegacy }: { withUsage: boolean; isLegacy: boolean },
): object[] {
  const { refusal, toolCalls } = generation;
  const refused = refusal ? [chunkOf(parts, { refusal })] : [];
  const called = callsOf(generation, isLegacy);
  const numbered = called.tool_calls?.map((call, index) => ({ index, ...call }));
  const calls = toolCalls ? [chunkOf(parts, numbered ? { tool_calls: numbered } : called)] : [];
  const end = {
    ...chunkOf(parts, {}, finishReasonOf(generation, isLegacy)),
    valueloop: additionsOf(generation),
  };
  const usage = withUsage
    ? [{ ...parts, object: "chat.completion.chunk", choices: [], usage: usageOf(generation) }]
    : [];
  return [...refused, ...calls, end, ...usage];
}

export function streamErrorOf(code: string, message: string): object {
  // Codes on generations come from AppErrors, so they are of the closed list.
  return openAiErrorBody({ code: code as ErrorCode, message });
}

function toolCallsOf({ toolCalls }: LiveGeneration) {
  return (toolCalls ?? []).map((call) => ({
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  }));
}

function callsOf(generation: LiveGeneration, isLegacy: boolean) {
  if (!generation.toolCalls) return {};
  const [first] = generation.toolCalls;
  return isLegacy && first
    ? { function_call: { name: first.name, arguments: first.arguments } }
    : { tool_calls: toolCallsOf(generation) };
}

function finishReasonOf({ finishReason }: LiveGeneration, isLegacy: boolean): string {
  if (isLegacy && finishReason === "tool_calls") return "function_call";
  return finishReason === null || finishReason === "other" ? "stop" : finishReason;
}

/** OpenAI's usage; a detail that the provider did not state is absent, since 0 would be a statement. */
function usageOf(generation: LiveGeneration) {
  const { inputTokens, outputTokens } = generation;
  if (inputTokens === null || outputTokens === null) return null;
  const input = stated({
    cached_tokens: generation.cachedInputTokens,
    cache_write_tokens: generation.cacheWriteTokens,
    audio_tokens: generation.audioInputTokens,
  });
  const output = stated({
    reasoning_tokens: generation.reasoningTokens,
    audio_tokens: generation.audioOutputTokens,
  });
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(input ? { prompt_tokens_details: input } : {}),
    ...(output ? { completion_tokens_details: output } : {}),
  };
}

function stated(counts: Record<string, number | null>): Record<string, number> | null {
  const known = Object.entries(counts).flatMap(([name, count]) =>
    count === null ? [] : [[name, count] as const],
  );
  return known.length > 0 ? Object.fromEntries(known) : null;
}

function additionsOf(generation: LiveGeneration) {
  const { id, costUsd, carbonGrams, latencyMs, isSimulated, isUsageEstimated } = generation;
  return {
    generation_id: id,
    cost_usd: costUsd,
    usage_is_estimated: isUsageEstimated,
    carbon_grams: carbonGrams,
    latency_ms: latencyMs,
    is_simulated: isSimulated,
  };
}
