import { z } from "zod";
import {
  type AnswerMembers,
  CallSettings,
  ChatMessage,
  ModelTarget,
  type ToolCallPiece,
  Wire,
} from "#schema/models";
import { AskedRoute } from "#schema/routes";
import type { AppError } from "#platform/errors";
import { type CacheState, type Generation, GenerationSource } from "#schema/observability";

export { ChatMessage };

/** Names a stored version (by id, by path and label, by path and number) or brings a content that is not saved. */
export const GenerationPrompt = z.object({
  versionId: z.uuid().optional(),
  promptId: z.uuid().optional(),
  promptPath: z.string().max(300).optional(),
  versionNumber: z.number().int().min(1).optional(),
  label: z.string().max(36).optional(),
  /** A PromptContent of #schema/prompts (a draft); recorded under promptId and promptPath when given. */
  content: z.unknown().optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
});

/** `refresh` asks a model and keeps its answer, `bypass` keeps nothing; with `use` an answer may have an age, in seconds. */
export const CacheWish = z.object({
  mode: z.enum(["use", "refresh", "bypass"]).default("use"),
  maxAgeSeconds: z.number().min(0).optional(),
});
export type CacheWish = z.input<typeof CacheWish>;

/** How the cache of its route met a call; of an answer that was given again how old it was, in whole seconds. */
export type CacheUse = { state: CacheState; ageSeconds: number | null };

export const GenerateInput = z
  .object({
    source: GenerationSource,
    /**
     * The first is asked; the others take over, in order, when it fails before its first token. Left out: the model
     * or the route that the prompt's version, or the environment it is asked for by, was released with.
     */
    targets: z.array(ModelTarget).min(1).max(5).optional(),
    /** A stored route in place of targets: its name, name@version, or its id and version. */
    route: z.union([z.string().min(1).max(80), AskedRoute]).optional(),
    prompt: GenerationPrompt.optional(),
    /** The whole conversation, or what goes on after the prompt's own messages. */
    messages: z.array(ChatMessage).min(1).max(2_000).optional(),
    /** Those left out come from the prompt version, then from the provider. */
    settings: CallSettings.optional(),
    /** Tools in OpenAI's shape. */
    tools: z.array(z.record(z.string(), z.unknown())).max(128).optional(),
    toolChoice: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** The answer must be JSON; with a schema, JSON of that schema. */
    responseSchema: z.record(z.string(), z.unknown()).optional(),
    /** The messages ask for that JSON in words too: a server without structured output is asked without the schema. */
    mayAskPlainly: z.boolean().optional(),
    /** OpenAI's `response_format` and other members of its body, for connections that speak its protocol. */
    responseFormat: z.record(z.string(), z.unknown()).optional(),
    extra: z.record(z.string(), z.unknown()).optional(),
    /** The address that `extra` is written for, where it is not chat. Every target must speak OpenAI's protocol. */
    wire: Wire.optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
    /** What the caller wants of its route's cache; left out, it is used. */
    cache: CacheWish.optional(),
    runId: z.uuid().optional(),
    caseId: z.uuid().optional(),
    /** Milliseconds; defaults 600,000 overall for a stream and 120,000 for an answer in one piece, and 60,000 to the first token. */
    timeoutMs: z.number().int().min(1).max(3_600_000).optional(),
    firstTokenTimeoutMs: z.number().int().min(1).max(3_600_000).optional(),
  })
  .refine((input) => input.prompt !== undefined || input.messages !== undefined, {
    error: "Give a prompt or messages.",
  })
  .refine((input) => input.route === undefined || input.targets === undefined, {
    error: "Give targets or a route, not both.",
  });
export type GenerateInput = z.input<typeof GenerateInput>;

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
