import { z } from "zod";
import { aiSdkKinds, settingBounds, stopLimits } from "./constants.ts";
import type { EmbeddingDownload } from "#schema/downloads";
import type { PriceOverride } from "./prices/schema.ts";

export {
  builtInEmbeddingModels,
  connectionPresets,
  localModelName,
  miniLmModel,
  priceListDate,
  priceListSource,
  useLiteModel,
} from "./constants.ts";
export { CreatePriceOverrideInput, EndPriceOverrideInput, ListPriceOverridesInput } from "./prices/schema.ts";
export type { Cost, CostPart, PriceOverride } from "./prices/schema.ts";
export type { ConnectionPreset, OptionField } from "./presets.ts";

export const connectionKinds = [
  "openai_compatible",
  "anthropic",
  "google",
  ...aiSdkKinds,
  "local",
  "simulated",
] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** The one name by which a project's built-in connection and model are found. */
export const localConnectionName = "local";

const connectionId = z.uuid();
const modelName = z.string().trim().min(1, "Give the model's name as the provider spells it.").max(200);
const connectionName = z.string().trim().min(1, "Give the connection a name.").max(60);
/** A service account's key file is the longest. */
const apiKey = z.string().trim().min(1).max(4000);
const gridZone = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, "A zone is a country's three letters, for example USA or FRA; WOR is the world.");
const baseUrl = z
  .url({ protocol: /^https?$/, error: "Give an address that begins with https:// or http://." })
  .max(500);
const price = z.number().min(0).max(100_000);
const billions = z.number().positive().max(100_000);

/** Which model of which connection is meant. */
export const ModelTarget = z.object({ connectionId, model: modelName });
export type ModelTarget = z.infer<typeof ModelTarget>;

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

const optionText = (pattern: RegExp, error: string) =>
  z.union([z.literal("").transform(() => undefined), z.string().trim().regex(pattern, error)]).optional();

/** What some providers must know beside address and key; none of it is a secret. */
export const ConnectionOptions = z.object({
  /** Bedrock's region, Vertex's location. It becomes a part of a host name. */
  region: optionText(/^[a-z0-9-]{1,40}$/, "A region is written like us-east-1."),
  /** Vertex's Google Cloud project. */
  project: optionText(/^[a-z0-9:.-]{1,100}$/, "A project is written like my-project-1234."),
  /** Azure's version of its older API, for deployments that need one. */
  apiVersion: optionText(/^[\w.-]{1,40}$/, "A version is written like 2024-10-21."),
  /** Bedrock: the id that belongs to the secret access key; without it the key is a Bedrock API key. */
  accessKeyId: optionText(/^\w{10,128}$/, "An access key id is written like AKIA…, in letters and digits."),
});
export type ConnectionOptions = z.infer<typeof ConnectionOptions>;

export const CreateConnectionInput = z.object({
  name: connectionName,
  kind: z.enum(["openai_compatible", "anthropic", "google", ...aiSdkKinds, "simulated"]),
  preset: z.string().max(40).optional(),
  baseUrl: baseUrl.optional(),
  apiKey: apiKey.optional(),
  options: ConnectionOptions.optional(),
  gridZone: gridZone.optional(),
  models: z.array(modelName).max(100).optional(),
});
export type CreateConnectionInput = z.input<typeof CreateConnectionInput>;

/** What is absent stays as it is; null removes. */
export const UpdateConnectionInput = z.object({
  connectionId,
  name: connectionName.optional(),
  baseUrl: baseUrl.nullable().optional(),
  apiKey: apiKey.nullable().optional(),
  options: ConnectionOptions.optional(),
  gridZone: gridZone.nullable().optional(),
});
export type UpdateConnectionInput = z.input<typeof UpdateConnectionInput>;

export const ConnectionIdInput = z.object({ connectionId });
export type ConnectionIdInput = z.input<typeof ConnectionIdInput>;

export const TestConnectionInput = z.object({
  connectionId,
  model: modelName.optional(),
  prompt: z.string().trim().min(1).max(2000).optional(),
});
export type TestConnectionInput = z.input<typeof TestConnectionInput>;

export const KeepConnectionTestInput = z.object({
  connectionId,
  model: modelName,
  error: z.string().nullable(),
});
export type KeepConnectionTestInput = z.infer<typeof KeepConnectionTestInput>;

/** Figures a person may enter for a model; null is "not known". Prices in USD per million tokens. */
const modelFigures = {
  contextTokens: z.number().int().positive().max(100_000_000).nullable().optional(),
  inputPrice: price.nullable().optional(),
  cachedInputPrice: price.nullable().optional(),
  cacheWritePrice: price.nullable().optional(),
  outputPrice: price.nullable().optional(),
  reasoningPrice: price.nullable().optional(),
  activeParametersBillions: billions.nullable().optional(),
  totalParametersBillions: billions.nullable().optional(),
};

export const AddModelInput = z.object({ connectionId, name: modelName, ...modelFigures });
export type AddModelInput = z.input<typeof AddModelInput>;

export const UpdateModelInput = z.object({
  modelId: z.uuid(),
  isEnabled: z.boolean().optional(),
  ...modelFigures,
});
export type UpdateModelInput = z.input<typeof UpdateModelInput>;

export const ModelIdInput = z.object({ modelId: z.uuid() });
export type ModelIdInput = z.input<typeof ModelIdInput>;

/** A number known exactly, or between two bounds. */
export type NumberRange = { low: number; high: number };

/** A model of a connection with its figures; null is "not known", never 0. */
export type Model = {
  id: string;
  connectionId: string;
  name: string;
  contextTokens: number | null;
  inputPrice: number | null;
  cachedInputPrice: number | null;
  cacheWritePrice: number | null;
  outputPrice: number | null;
  reasoningPrice: number | null;
  activeParametersBillions: NumberRange | null;
  totalParametersBillions: NumberRange | null;
  source: string;
  sourceDate: string | null;
  isEnabled: boolean;
};

/** A connection as people may see it: of its key only the last four characters. */
export type Connection = {
  id: string;
  name: string;
  kind: ConnectionKind;
  preset: string | null;
  baseUrl: string | null;
  options: ConnectionOptions;
  keyHint: string | null;
  gridZone: string | null;
  lastTestedAt: Date | null;
  lastTestError: string | null;
  archivedAt: Date | null;
  createdAt: Date;
  models: Model[];
};

/** One line of a model picker. */
export type ModelChoice = ModelTarget & {
  connectionName: string;
  connectionKind: ConnectionKind;
  label: string;
  contextTokens: number | null;
  inputPrice: number | null;
  outputPrice: number | null;
  isSimulated: boolean;
  isLocal: boolean;
};

/** What cost and carbon are computed from. Prices in USD per million tokens. */
export type ModelCard = {
  connectionId: string;
  connectionName: string;
  connectionKind: ConnectionKind;
  model: string;
  /** Id of the provider: in the price list where it has one, else the connection's kind. */
  provider: string;
  contextTokens: number | null;
  prices: {
    inputUsdPerMillion: number | null;
    cachedInputUsdPerMillion: number | null;
    cacheWriteUsdPerMillion: number | null;
    outputUsdPerMillion: number | null;
    reasoningUsdPerMillion: number | null;
    source: string;
    sourceDate: string | null;
    /** A person entered them, so they are charged as they stand; else the list's own rules hold. */
    isEntered: boolean;
  };
  /** The project's own prices for this model, the closest match first. */
  overrides: PriceOverride[];
  parameters: { activeBillions: NumberRange; totalBillions: NumberRange } | null;
  /** How fast the provider serves the model, where that was measured; energy rests on it. */
  deployment: { tokensPerSecond: number | null; firstTokenSeconds: number | null } | null;
  gridZone: string | null;
  isSimulated: boolean;
  isLocal: boolean;
};

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

/** What turns texts into vectors in a project. */
export const SetEmbeddingModelInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("built_in") }),
  z.object({ kind: z.literal("connection"), connectionId, model: modelName }),
]);
export type SetEmbeddingModelInput = z.infer<typeof SetEmbeddingModelInput>;
export type EmbeddingSetting = SetEmbeddingModelInput;

export type Embeddings = { model: string; dimensions: number; vectors: number[][] };

/** What embeds texts in a project: the name that is kept beside every vector and score, and how far the better one is. */
export type EmbeddingModelStatus = {
  inUse: string;
  /** Null where the better model is in use, or an endpoint was chosen. */
  download: EmbeddingDownload | null;
};
