import type { LiveGeneration } from "#lib/generation";
import { AppError, type ErrorCode } from "#platform/errors";
import type { AnswerMembers, FurtherChoice, ToolCallPiece } from "#schema/models";
import { openAiErrorBody } from "../problem.ts";

/** A finished generation as OpenAI's `chat.completion`; with `isLegacy` its call as the older `function_call`. */
export function completionOf(generation: LiveGeneration, isLegacy = false) {
  const members = generation.answerMembers;
  const usage = usageOf(generation);
  return {
    ...besideUsage(members),
    id: generation.id,
    object: "chat.completion",
    created: Math.floor(generation.startedAt.getTime() / 1_000),
    model: members?.model ?? generation.model,
    choices: [
      choiceOf({ index: 0, ...generation, ...members }, isLegacy),
      ...(members?.choices ?? []).map((further) => choiceOf(further, isLegacy)),
    ],
    ...(usage ? { usage } : {}),
    valueloop: additionsOf(generation),
  };
}

/** What stands beside the choices of an answer; its usage is put together in `usageOf`. */
export function besideUsage(members: AnswerMembers | null): Record<string, unknown> {
  const { usage: _, ...answer } = members?.answer ?? {};
  return answer;
}

/** One choice: the generation's own, or one of those after it. */
type Choice = Pick<LiveGeneration, "output" | "reasoning" | "refusal" | "toolCalls" | "finishReason"> &
  Pick<AnswerMembers, "choice" | "message" | "thoughtIn"> & { index: number };

function choiceOf(choice: Choice, isLegacy: boolean) {
  const { index, output, reasoning, refusal } = choice;
  const calls = callsOf(choice, isLegacy);
  return {
    ...choice.choice,
    index,
    message: {
      ...choice.message,
      role: "assistant",
      content: output === "" && (calls || refusal) ? null : output,
      refusal,
      ...(reasoning ? thoughtOf(reasoning, choice.thoughtIn) : {}),
      ...calls,
    },
    finish_reason: finishReasonOf(choice, isLegacy),
  };
}

/** What every chunk of an answer says. */
export type ChunkParts = { id: string; created: number; model: string };

export function chunkOf(
  parts: ChunkParts,
  delta: Record<string, unknown>,
  { index = 0, finishReason = null, ...choice }: ChunkChoice = {},
) {
  return {
    ...parts,
    object: "chat.completion.chunk",
    choices: [{ ...choice, index, delta, finish_reason: finishReason }],
  };
}

type ChunkChoice = { index?: number; finishReason?: string | null } & Record<string, unknown>;

/** Thinking by the name most clients read, and by the one the provider gave it where that is another. */
export function thoughtOf(text: string, thoughtIn: string | undefined): Record<string, string> {
  return { ...(thoughtIn ? { [thoughtIn]: text } : {}), reasoning_content: text };
}

/** A piece of a call as it comes. */
export function callChunkOf(parts: ChunkParts, piece: ToolCallPiece, isLegacy: boolean) {
  const { index, id, name, arguments: given, extra } = piece;
  const called = { ...(name === undefined ? {} : { name }), arguments: given };
  if (isLegacy) return chunkOf(parts, { function_call: called });
  const call = { ...extra, index, ...(id === undefined ? {} : { id, type: "function" }), function: called };
  return chunkOf(parts, { tool_calls: [call] });
}

type End = { withUsage: boolean; isLegacy: boolean; hasCalls: boolean };

/**
 * The chunks after the last text: refusal, calls that did not come in pieces, what the provider said beside, further
 * choices, why it ended, and the usage where it was asked for.
 */
export function lastChunksOf(
  parts: ChunkParts,
  generation: LiveGeneration,
  { withUsage, isLegacy, hasCalls }: End,
): object[] {
  const { refusal, answerMembers: members } = generation;
  const calls = hasCalls ? null : numberedCallsOf(generation, isLegacy);
  const beside = { ...members?.message, ...(refusal ? { refusal } : {}), ...calls };
  const end = {
    ...besideUsage(members),
    ...chunkOf(parts, {}, { finishReason: finishReasonOf(generation, isLegacy) }),
    valueloop: additionsOf(generation),
  };
  const usage = withUsage
    ? [{ ...parts, object: "chat.completion.chunk", choices: [], usage: usageOf(generation) }]
    : [];
  const said =
    Object.keys(beside).length > 0 || members?.choice ? [chunkOf(parts, beside, { ...members?.choice })] : [];
  const choices = members?.choices ?? [];
  const further = choices.map((choice) => furtherChunkOf(parts, choice, isLegacy));
  // Some clients take the first reason they read for that of all.
  const ends = choices.map((choice) =>
    chunkOf(parts, {}, { index: choice.index, finishReason: finishReasonOf(choice, isLegacy) }),
  );
  return [...said, ...further, end, ...ends, ...usage];
}

/** A choice after the first comes when it is whole. */
function furtherChunkOf(parts: ChunkParts, choice: FurtherChoice, isLegacy: boolean): object {
  const { index, output, reasoning, refusal, message, choice: members } = choice;
  const delta = {
    ...message,
    role: "assistant",
    content: output,
    ...(reasoning ? { reasoning_content: reasoning } : {}),
    ...(refusal ? { refusal } : {}),
    ...numberedCallsOf(choice, isLegacy),
  };
  return chunkOf(parts, delta, { ...members, index });
}

/** The last event of a stream that broke off. */
export function streamErrorOf(generation: LiveGeneration): object {
  return openAiErrorBody(errorOf(generation));
}

/** Why a call did not succeed, as it was thrown; of one that an earlier process recorded only the words are left. */
export function errorOf({ error, errorCode, errorMessage }: LiveGeneration): AppError {
  // Codes on generations come from AppErrors, so they are of the closed list.
  return error ?? new AppError((errorCode ?? "internal") as ErrorCode, errorMessage ?? "The call failed.");
}

type Called = Pick<Choice, "toolCalls">;

function callsOf({ toolCalls }: Called, isLegacy: boolean) {
  const [first] = toolCalls ?? [];
  if (!first) return null;
  if (isLegacy) return { function_call: { name: first.name, arguments: first.arguments } };
  return {
    tool_calls: (toolCalls ?? []).map((call) => ({
      ...call.extra,
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}

function numberedCallsOf(choice: Called, isLegacy: boolean) {
  const calls = callsOf(choice, isLegacy);
  if (!calls?.tool_calls) return calls;
  return { tool_calls: calls.tool_calls.map((call, index) => ({ index, ...call })) };
}

export function finishReasonOf({ finishReason }: Pick<Choice, "finishReason">, isLegacy: boolean): string {
  if (isLegacy && finishReason === "tool_calls") return "function_call";
  return finishReason === null || finishReason === "other" ? "stop" : finishReason;
}

/** OpenAI's usage; a detail that the provider did not state is absent, since 0 would be a statement. */
export function usageOf(generation: LiveGeneration) {
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
  // What the provider said of it beyond the figures we know, such as predicted tokens that were taken.
  const said = asRecord(generation.answerMembers?.answer?.["usage"]);
  return {
    ...said,
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...details("prompt_tokens_details", said, input),
    ...details("completion_tokens_details", said, output),
  };
}

function details(name: string, said: Record<string, unknown>, known: Record<string, number> | null) {
  const all = { ...asRecord(said[name]), ...known };
  return Object.keys(all).length > 0 ? { [name]: all } : {};
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function stated(counts: Record<string, number | null>): Record<string, number> | null {
  const known = Object.entries(counts).flatMap(([name, count]) =>
    count === null ? [] : [[name, count] as const],
  );
  return known.length > 0 ? Object.fromEntries(known) : null;
}

export function additionsOf(generation: LiveGeneration) {
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
