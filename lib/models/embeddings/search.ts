import type { Context } from "#lib/identity";
import { isPresent, multilingualPaths } from "#lib/downloads";
import { miniLmModel, searchModel } from "../constants.ts";
import { bestBuiltIn, embedBuiltIn } from "./built-in.ts";
import { currentEmbeddingModel, embedTexts } from "./embed.ts";
import { multilingualEngine } from "./minilm/engine.ts";
import type { Embeddings } from "./schema.ts";

/**
 * The name of what embeds texts for search in this project: its own endpoint, or both built-in models together where both
 * are here, English and multilingual, else the better of those that are.
 */
export async function currentSearchModel(ctx: Context): Promise<string> {
  const current = await currentEmbeddingModel(ctx);
  return current === miniLmModel && hasBoth() ? searchModel : current;
}

/**
 * Vectors for search, by the project's search model or the one named. Those of both built-in models stand one after the other,
 * each of length 1 (`meaningScales` says where). Throws as `embedTexts`.
 */
export async function embedForSearch(
  ctx: Context,
  texts: string[],
  { model, signal }: { model?: string; signal?: AbortSignal } = {},
): Promise<Embeddings> {
  const wanted = model ?? (await currentSearchModel(ctx));
  if (wanted !== searchModel || !hasBoth()) return embedTexts(ctx, texts, { model: wanted, signal });
  const [english, multilingual] = await Promise.all([
    embedBuiltIn(texts, miniLmModel, signal),
    multilingualEngine().embed(texts),
  ]);
  const vectors = english.vectors.map((vector, at) => [...vector, ...(multilingual[at] ?? [])]);
  return { model: searchModel, dimensions: vectors[0]?.length ?? 0, vectors };
}

const hasBoth = () => bestBuiltIn() === miniLmModel && isPresent(multilingualPaths());
