import { z } from "zod";
import { settingBounds, stopLimits } from "../constants.ts";

function settingNumber(name: keyof typeof settingBounds) {
  const { min, max, whole } = settingBounds[name];
  const number = z.number().min(min).max(max);
  return (whole ? number.int() : number).optional();
}

/** Settings of a call as a version saves them and a caller sends them; what is left out is the model's own default. */
export const CallSettings = z.object({
  temperature: settingNumber("temperature"),
  maxTokens: settingNumber("maxTokens"),
  topP: settingNumber("topP"),
  /** The penalties are taken by OpenAI-compatible connections; the others have none. */
  frequencyPenalty: settingNumber("frequencyPenalty"),
  presencePenalty: settingNumber("presencePenalty"),
  stop: z.array(z.string().min(1).max(stopLimits.characters)).max(stopLimits.count).optional(),
  seed: settingNumber("seed"),
});
export type CallSettings = z.infer<typeof CallSettings>;

/** A message as every provider understands it. */
export const ChatMessage = z.object({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
  name: z.string().optional(),
  toolCallId: z.string().optional(),
  toolCalls: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        arguments: z.string(),
        extra: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  /** Members of OpenAI's form that have no place above; an OpenAI-compatible server gets them as they are. */
  asSent: z.record(z.string(), z.unknown()).optional(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** `extra` are members that only some servers know and want back, such as Gemini's thought signature. */
export type ToolCall = {
  id: string;
  name: string;
  arguments: string;
  extra?: Record<string, unknown> | undefined;
};

/** A piece of a call as it comes: id and name with its first, the arguments in as many as the provider likes. */
export type ToolCallPiece = Partial<Pick<ToolCall, "id" | "name" | "extra">> & {
  /** The call's place among those of its answer. */
  index: number;
  arguments: string;
};

/**
 * What an OpenAI-compatible answer says beyond what has a place of its own here, as it came: beside the choices
 * (fingerprint, service tier, citations), in the choice (logprobs), in its message (annotations).
 */
export type AnswerMembers = {
  /** The provider's own name of the model that answered, where it is not the one it was asked by. */
  model?: string;
  answer?: Record<string, unknown>;
  choice?: Record<string, unknown>;
  message?: Record<string, unknown>;
  /** The member it showed its thinking in, where that is not `reasoning_content`. */
  thoughtIn?: string;
  /** The choices after the first, for a call that asked for several. */
  choices?: FurtherChoice[];
};

export type FurtherChoice = Pick<AnswerMembers, "choice" | "message"> & {
  index: number;
  output: string;
  reasoning: string;
  refusal: string | null;
  toolCalls: ToolCall[];
  finishReason: FinishReason;
};

export const Wire = z.enum(["completions", "responses"]);
export type Wire = z.infer<typeof Wire>;

/** Settings of one call and what it asks of the answer's form; absent is the provider's own default. */
export type ChatSettings = CallSettings & {
  /** JSON schema the answer must follow. */
  responseSchema?: Record<string, unknown> | undefined;
  /** The messages say themselves which JSON is wanted: a server without structured output is asked without the schema. */
  mayAskPlainly?: boolean | undefined;
  /** Tool definitions in OpenAI's form. */
  tools?: Record<string, unknown>[] | undefined;
  toolChoice?: string | Record<string, unknown> | undefined;
  /** OpenAI's `response_format` as the caller wrote it; it wins over `responseSchema` where it is understood. */
  responseFormat?: Record<string, unknown> | undefined;
  /** Further members of OpenAI's body, for servers that speak its protocol; sent as they are. */
  extra?: Record<string, unknown> | undefined;
  /** The address of OpenAI's that `extra` is written for, where it is not chat: servers are asked there if they have it. */
  wire?: Wire | undefined;
};

/** `traceparent` is W3C's header, for a server that speaks OpenAI's protocol. */
export type ChatRequest = ChatSettings & {
  messages: ChatMessage[];
  traceparent?: string | undefined;
  /** The longest silence within a stream that has begun, in milliseconds; left out, a minute. */
  idleTimeoutMs?: number | undefined;
};

/**
 * Tokens of one call, the same for every provider. Null is "the provider did not say". `inputTokens` is all of the input:
 * what was read from a cache, written to one, or audio is a part of it. `outputTokens` is all of the output: thinking and
 * audio are parts of it. `isEstimated` when the provider did not count and we did.
 */
export type ChatUsage = {
  inputTokens: number;
  cachedInputTokens: number | null;
  /** Written to a cache, which some providers charge more for; those kept for an hour are a part of them. */
  cacheWriteTokens: number | null;
  cacheWriteHourTokens: number | null;
  audioInputTokens: number | null;
  outputTokens: number;
  reasoningTokens: number | null;
  audioOutputTokens: number | null;
  isEstimated: boolean;
  /** What the provider says it charges for the call, in USD; only routers say it. */
  reportedCostUsd: number | null;
};

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "other";

export type ChatEvent =
  | { type: "delta"; text: string }
  /** What the model thinks before it answers; never a part of the answer. */
  | { type: "reasoning"; text: string; thoughtIn?: string | undefined }
  | ({ type: "call" } & ToolCallPiece)
  /** What is said of an answer before it begins. */
  | { type: "head"; model: string | null; members: Record<string, unknown> }
  /** The model is at work although there is nothing to show yet. */
  | { type: "sign" }
  | {
      type: "end";
      usage: ChatUsage;
      finishReason: FinishReason;
      toolCalls: ToolCall[];
      /** The model's own words for why it does not answer; null when it did not refuse. */
      refusal: string | null;
      model: string;
      members?: AnswerMembers | undefined;
      /** Time the model itself worked, without waiting in a queue; null where only the wall clock is known. */
      computeMs: number | null;
      /** Threads it worked with on average, where the studio can count them. */
      computeThreads?: number | null;
    };
