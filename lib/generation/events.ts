import type { AppError } from "#platform/errors";
import type { AnswerMembers, ToolCallPiece } from "#schema/models";
import type { Generation } from "#schema/observability";
import type { CacheUse } from "./cache/schema.ts";

/** The running figures of a call in progress; token counts are estimates until the provider reports them. */
export type GenerationProgress = {
  inputTokens: number | null;
  outputTokens: number;
  costUsd: number | null;
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  energyKwh: number | null;
  carbonGrams: number | null;
  carbonGramsLow: number | null;
  carbonGramsHigh: number | null;
  isSimulated: boolean;
};

/**
 * A generation just made: `output` and `toolCalls` are what was answered, `storedOutput` is what is kept
 * (personal data replaced by policy). Whoever stores an output elsewhere stores that one.
 */
export type LiveGeneration = Omit<Generation, "answerMembers"> & {
  answerMembers: AnswerMembers | null;
  storedOutput: string;
  /** What is stored of the answer is what was said: no policy took anything out of it. Not stored. */
  isStoredAsSaid: boolean;
  /** Why it did not succeed, as it was thrown, with what the provider said of it; not stored. */
  error?: AppError;
  /** It failed although a target was asked more than once: whoever tries again multiplies these tries. Not stored. */
  wasRetried?: boolean;
  /** How the cache met it, where its route has one; its age is not stored. */
  cacheUse?: CacheUse;
  /** What a project's own steps made of the answer; absent where there were none, and not stored. */
  parsed?: unknown;
};

/**
 * What a streamed generation says, in this order: start, then deltas and progress, then done or error.
 * `model` in start is the first target's; a fallback sends start again with the same id.
 */
export type GenerationEvent =
  | {
      type: "start";
      generationId: string;
      model: string;
      connectionName: string;
      isSimulated: boolean;
      cache?: CacheUse;
    }
  | { type: "delta"; text: string }
  /** What the model thinks before it answers; not a part of the answer. */
  | { type: "reasoning"; text: string; thoughtIn?: string | undefined }
  /** A piece of a call of a tool, as it comes. */
  | ({ type: "call" } & ToolCallPiece)
  /** What the provider says of the answer before it begins: its own name of the model, its fingerprint. */
  | { type: "head"; model: string | null; members: Record<string, unknown> }
  | ({ type: "progress" } & GenerationProgress)
  | { type: "done"; generation: LiveGeneration }
  | { type: "error"; code: string; message: string; generation: LiveGeneration };

/** What a test of a connection streams to the page; times in milliseconds. */
export type ConnectionTestEvent =
  | { type: "start"; model: string }
  | { type: "delta"; text: string; timeToFirstTokenMs: number }
  | {
      type: "done";
      timeToFirstTokenMs: number | null;
      generation: Pick<
        LiveGeneration,
        "id" | "output" | "latencyMs" | "inputTokens" | "outputTokens" | "isUsageEstimated" | "costUsd"
      >;
    }
  | { type: "error"; code: string; message: string };
