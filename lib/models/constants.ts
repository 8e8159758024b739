import { miniLmModel, multilingualModel } from "#constants/downloads";

export { localModelName, miniLmModel } from "#constants/downloads";
export type { AiSdkKind } from "./kinds.ts";
export { connectionPresets } from "./presets.ts";

/** The one name by which a project's built-in connection and model are found. */
export const localConnectionName = "local";

/** The embedding model that is always there. */
export const useLiteModel = "energetic-ai/use-lite-en-512";
/** Models that run in the studio; both read English only. */
export const builtInEmbeddingModels: readonly string[] = [useLiteModel, miniLmModel];

/** What embeds prompts for search where both built-in models are here; kept beside every vector it made. */
export const searchModel = `${miniLmModel}+${multilingualModel}`;

/** How near unrelated texts are by a model, as cosines, and how much its part of a vector counts by the query's language. */
type MeaningScale = { dimensions?: number; mean: number; deviation: number; english: number; other: number };

const useLiteScale: MeaningScale = { mean: 0.163, deviation: 0.084, english: 1, other: 1 };
const miniLmScale: MeaningScale = { mean: 0.058, deviation: 0.073, english: 1, other: 1 };
/** English is read better by the first, all else only by the second; it also finds prompts in another language. */
const searchScales: MeaningScale[] = [
  { ...miniLmScale, dimensions: 384, english: 0.6, other: 0 },
  { dimensions: 512, mean: 0.014, deviation: 0.056, english: 0.4, other: 1 },
];
/** What embedding models of today give; an endpoint's own is not known. */
const endpointScale: MeaningScale = { mean: 0.2, deviation: 0.09, english: 1, other: 1 };

/** The parts of which a search model's vectors are made; measured in docs/measurements/search.md. */
export function meaningScales(model: string): readonly MeaningScale[] {
  if (model === useLiteModel) return [useLiteScale];
  if (model === miniLmModel) return [miniLmScale];
  if (model === searchModel) return searchScales;
  return [endpointScale];
}

/** The bounds of a call's numbers; what the browser checks and what zod checks are made of them. */
export const settingBounds = {
  temperature: { min: 0, max: 2, whole: false },
  maxTokens: { min: 1, max: 1_000_000, whole: true },
  topP: { min: 0, max: 1, whole: false },
  frequencyPenalty: { min: -2, max: 2, whole: false },
  presencePenalty: { min: -2, max: 2, whole: false },
  seed: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, whole: true },
} as const;

/** How many texts may stop an answer, and how long one may be. */
export const stopLimits = { count: 16, characters: 2_000 } as const;

/** The kept price list, and the newest dated price in that release of the package. */
export const priceListSource = "genai-prices 0.1.8";
export const priceListDate = "2026-09-22";

/** The kinds of failure of a provider, by which a route says when the next model takes over. */
export const errorClasses = [
  "rate_limit",
  "time_out",
  "server_error",
  "network",
  "context_length",
  "content_filter",
  "authentication",
  "invalid_request",
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/**
 * What this room announces on the queue, for a room above to define the job of (docs/how-to/job.md). A project chose another
 * embedding model: `{ projectId }`.
 */
export const embeddingModelChanged = "models.embedding_model_changed";
/** At every start, and when a better built-in model is here: what others embedded may be out of date, in all projects. */
export const embeddingsMayBeOld = "models.embeddings_may_be_old";
