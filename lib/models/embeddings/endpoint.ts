import { z } from "zod";
import type { Embeddings } from "./schema.ts";
import { errorOfStatus, malformedAnswer } from "../chat/upstream-error.ts";
import { postEmbeddings } from "./post.ts";

export type EmbeddingEndpoint = {
  name: string;
  baseUrl: string;
  apiKey: string | null;
  model: string;
  allowPrivate?: boolean;
};

const batchSize = 96;
const Answer = z.object({
  data: z.array(
    z.object({ index: z.number().int().nonnegative().nullish(), embedding: z.array(z.number()).min(1) }),
  ),
});

/** Vectors from an OpenAI-compatible `/embeddings`. Throws upstream_failed, upstream_timeout, rate_limited, cancelled. */
export async function embedAtEndpoint(
  endpoint: EmbeddingEndpoint,
  texts: string[],
  signal?: AbortSignal,
): Promise<Embeddings> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    vectors.push(...(await embedBatch(endpoint, texts.slice(start, start + batchSize), signal)));
  }
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== dimensions)) throw malformedAnswer(endpoint.name);
  return { model: endpoint.model, dimensions, vectors };
}

async function embedBatch(
  { name, baseUrl, apiKey, model, allowPrivate }: EmbeddingEndpoint,
  input: string[],
  signal: AbortSignal | undefined,
): Promise<number[][]> {
  const { status, text, retryAfter } = await postEmbeddings({
    name,
    baseUrl,
    apiKey,
    allowPrivate,
    body: { model, input },
    headersMs: 120_000,
    signal,
  });
  if (status >= 300) throw errorOfStatus(name, { status, retryAfter });
  const { data } = readAnswer(name, text);
  if (data.length !== input.length) throw malformedAnswer(name);
  return data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map((row) => row.embedding);
}

function readAnswer(name: string, text: string): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
}
