import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import type { Embeddings } from "./schema.ts";
import { embedTexts } from "./embed.ts";
import { findEmbeddingSetting } from "./setting.ts";

/** The built-in models read about two hundred words; what a longer text says further on they would not see. */
const pieceCharacters = 1_000;

/** As many as OpenAI takes tokens for in one call, at four characters a token; a built-in model is busy with them for half a minute. */
const mostCharacters = 1_200_000;

/**
 * Like `embedTexts`, but of a text too long for a built-in model every part counts: its vector is the mean of those of
 * its pieces, by their lengths, made a unit vector again. Throws as `embedTexts`, and
 * too_large for texts of more than 1.2 million characters together.
 */
export async function embedWholeTexts(
  ctx: Context,
  texts: string[],
  signal?: AbortSignal,
): Promise<Embeddings> {
  const setting = await findEmbeddingSetting(ctx);
  if (setting.kind !== "built_in") return embedTexts(ctx, texts, { signal });
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters > mostCharacters)
    throw new AppError(
      "too_large",
      `input: the project's own embedding model takes ${mostCharacters.toLocaleString("en")} characters in one call, and these are ${characters.toLocaleString("en")}. Send them in several calls.`,
    );
  const pieces = texts.map(piecesOf);
  const { model, dimensions, vectors } = await embedTexts(ctx, pieces.flat(), { signal });
  let at = 0;
  return {
    model,
    dimensions,
    vectors: pieces.map((own) => {
      const mine = vectors.slice(at, at + own.length);
      at += own.length;
      return mine.length === 1 ? (mine[0] ?? []) : unitMean(mine, own);
    }),
  };
}

/** A text cut between words where it can be. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > pieceCharacters) {
    const space = rest.lastIndexOf(" ", pieceCharacters);
    const end = space > pieceCharacters / 2 ? space : pieceCharacters;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

function unitMean(vectors: readonly number[][], pieces: readonly string[]): number[] {
  const sum = (vectors[0] ?? []).map((_, place) =>
    vectors.reduce((total, vector, at) => total + (vector[place] ?? 0) * (pieces[at]?.length ?? 0), 0),
  );
  const length = Math.hypot(...sum);
  return length === 0 ? sum : sum.map((value) => value / length);
}
