import { miniLmModel, useLiteModel } from "#constants/models";
import { contradictionOf, mostSentences, plain } from "./contradiction.ts";
import { sharedMeaning } from "./disagreement.ts";
import { languageOf } from "./language.ts";
import { sidesOf } from "./sides.ts";

/** Texts as vectors, and what the model that made them reads: English only, or any language. */
export type Embed = (texts: string[]) => Promise<{ vectors: number[][]; reads: "en" | "any"; model: string }>;

export type Similarity =
  | { value: number; reasoning: string; details: { cosine?: number; rule?: string; embeddingModel?: string } }
  | { unjudged: string };

/** A chunk stays below what the built-in model reads; 64 of them are some 60,000 characters. */
const chunkCharacters = 1_000;
const mostChunks = 64;
/** The cosine of the built-in models that tells same from unrelated best: docs/measurements/similarity.md. */
const sameFrom: Record<string, number> = { [useLiteModel]: 0.42, [miniLmModel]: 0.35 };
/** Less in common than this is no ground to call two texts alike without an embedding. */
const leastShared = 0.25;

/**
 * How near two texts are in meaning, 0..1: the cosine of their embeddings (long texts chunk by chunk; a built-in
 * model's on a scale on which 0.5 is where unrelated texts end), and 0 where a rule finds that they contradict each other. Where the embedding model does not know the language, shared words,
 * numbers and ideas count instead (0.5 to 1), and texts with too little in common are unjudged.
 */
export async function similarityOf(output: string, reference: string, embed: Embed): Promise<Similarity> {
  if (plain(output) === plain(reference)) return { value: 1, reasoning: "The same text.", details: {} };
  const { found, isCut: isPartlyChecked } = contradictionOf(output, reference);
  if (found)
    return {
      value: 0,
      reasoning: `They contradict each other: ${found.reason}.`,
      details: { rule: found.rule },
    };
  const texts = [output, reference].map(chunksOf);
  const [left = [], right = []] = texts.map((chunks) => chunks.slice(0, mostChunks));
  const isCut = texts.some((chunks) => chunks.length > mostChunks);
  if (!hasWords(output) || !hasWords(reference))
    return withoutEmbedding(output, reference, "has no words of it");
  const { vectors, reads, model } = await embed([...left, ...right]);
  if (reads === "en" && !(isEnglish(output, reference) && isEnglish(reference, output)))
    return withoutEmbedding(output, reference, "reads English only");
  const cosine = alignment(
    { chunks: left, vectors: vectors.slice(0, left.length) },
    { chunks: right, vectors: vectors.slice(left.length) },
  );
  if (!Number.isFinite(cosine)) return { unjudged: "The texts could not be embedded." };
  const how = left.length + right.length > 2 ? ` over ${Math.max(left.length, right.length)} parts` : "";
  const cut = isCut
    ? ` Only the first ${(mostChunks * chunkCharacters).toLocaleString("en")} characters or so of each are compared.`
    : "";
  const unchecked = isPartlyChecked
    ? ` Only the first ${mostSentences} sentences of each that differ are looked through for contradictions.`
    : "";
  return {
    value: calibrated(cosine, sameFrom[model]),
    reasoning: `Cosine ${cosine.toFixed(3)} by ${model}${how}; no contradiction found.${cut}${unchecked}`,
    details: { cosine, embeddingModel: model },
  };
}

/** A built-in model's cosine on a scale whose middle is measured: 0.5 is where unrelated texts end. Others keep theirs. */
function calibrated(cosine: number, middle: number | undefined): number {
  if (middle === undefined) return Math.min(1, Math.max(0, cosine));
  if (cosine <= middle) return Math.max(0, (cosine / middle) * 0.5);
  return Math.min(1, 0.5 + ((cosine - middle) / (1 - middle)) * 0.5);
}

function withoutEmbedding(output: string, reference: string, why: string): Similarity {
  const shared = sharedMeaning(...sidesOf(output, reference));
  if (shared < leastShared)
    return {
      unjudged: `The embedding model ${why}, and the texts share too few words, numbers and ideas to be compared without it.`,
    };
  return {
    value: 0.5 + shared / 2,
    reasoning: `The embedding model ${why}; compared by words, numbers and ideas instead: ${Math.round(shared * 100)} % shared, no contradiction found.`,
    details: { rule: "shared words" },
  };
}

function hasWords(text: string): boolean {
  return /\p{L}/u.test(text);
}

function isEnglish(text: string, other: string): boolean {
  return languageOf(text, languageOf(other)) === "en";
}

const sentenceSegmenter = new Intl.Segmenter("und", { granularity: "sentence" });

/** Whole sentences up to the length of a chunk; a longer sentence is cut. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  let current = "";
  for (const { segment } of sentenceSegmenter.segment(text)) {
    for (let at = 0; at < segment.length; at += chunkCharacters) {
      const part = segment.slice(at, at + chunkCharacters);
      if (current.length + part.length > chunkCharacters && current.trim() !== "") {
        chunks.push(current);
        current = "";
      }
      current += part;
    }
  }
  if (current.trim() !== "") chunks.push(current);
  return chunks;
}

type Embedded = { chunks: readonly string[]; vectors: readonly number[][] };

/** Each chunk against its nearest of the other text, weighted by length; the lesser of both directions. */
function alignment(left: Embedded, right: Embedded): number {
  return Math.min(oneWay(left, right), oneWay(right, left));
}

function oneWay(from: Embedded, to: Embedded): number {
  let sum = 0;
  let weight = 0;
  for (const [place, chunk] of from.chunks.entries()) {
    const vector = from.vectors[place] ?? [];
    const nearestCosine = Math.max(...to.vectors.map((other) => cosineOf(vector, other)));
    sum += nearestCosine * chunk.length;
    weight += chunk.length;
  }
  return sum / weight;
}

function cosineOf(left: readonly number[], right: readonly number[]): number {
  let dot = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  left.forEach((value, place) => {
    dot += value * (right[place] ?? 0);
    leftSquares += value * value;
    rightSquares += (right[place] ?? 0) ** 2;
  });
  return dot / Math.sqrt(leftSquares * rightSquares);
}
