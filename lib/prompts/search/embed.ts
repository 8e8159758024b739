import type { Context } from "#lib/identity";

/** The name of what embeds texts in this project now. */
export async function embeddingModel(ctx: Context): Promise<string> {
  const { currentSearchModel } = await import("#lib/models");
  return currentSearchModel(ctx);
}

/** Embeds texts with the project's embedding model; the room of models is loaded when the first text comes. */
export async function embed(
  ctx: Context,
  texts: string[],
  wanted?: { model: string },
): Promise<{ model: string; dimensions: number; vectors: number[][] }> {
  const { embedForSearch } = await import("#lib/models");
  const { model, dimensions, vectors } = await embedForSearch(ctx, texts, wanted);
  if (vectors.length !== texts.length)
    throw new Error(`${model} answered ${vectors.length} of ${texts.length} texts`);
  return { model, dimensions, vectors };
}
