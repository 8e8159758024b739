import type { LiveGeneration } from "#lib/generation";
import type { ErrorCode } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";

/** A finished generation as OpenAI's `chat.completion`. */
export function completionOf(generation: LiveGeneration) {
  const usage = usageOf(generation);
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
          content: generation.toolCalls && generation.output === "" ? null : generation.output,
          ...(generation.toolCalls ? { tool_calls: toolCallsOf(generation) } : {}),
        },
        finish_reason: finishReasonOf(generation),
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
export function lastChunksOf(parts: ChunkParts, generation: LiveGeneration, withUsage: boolean): object[] {
  const calls = generation.toolCalls
    ? [chunkOf(parts, { tool_calls: toolCallsOf(generation).map((call, index) => ({ index, ...call })) })]
    : [];
  const end = { ...chunkOf(parts, {}, finishReasonOf(generation)), valueloop: additionsOf(generation) };
  const usage = withUsage
    ? [{ ...parts, object: "chat.completion.chunk", choices: [], usage: usageOf(generation) }]
    : [];
  return [...calls, end, ...usage];
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

function finishReasonOf({ finishReason }: LiveGeneration): string {
  return finishReason === null || finishReason === "other" ? "stop" : finishReason;
}

function usageOf({ inputTokens, outputTokens }: LiveGeneration) {
  if (inputTokens === null || outputTokens === null) return null;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function additionsOf(generation: LiveGeneration) {
  const { id, costUsd, carbonGrams, latencyMs, isSimulated } = generation;
  return {
    generation_id: id,
    cost_usd: costUsd,
    carbon_grams: carbonGrams,
    latency_ms: latencyMs,
    is_simulated: isSimulated,
  };
}
