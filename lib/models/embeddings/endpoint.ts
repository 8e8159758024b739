import { z } from "zod";
import type { Embeddings } from "../schema.ts";
import { poolFor } from "../chat/http-pool.ts";
import { defaultTimeouts } from "../chat/transport.ts";
import { errorOfFailure, errorOfStatus, malformedAnswer } from "../chat/upstream-error.ts";

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

/** Vectors from an OpenAI-compatible `/embeddings`. Throws upstream_failed, upstream_timeout, rate_limited. */
export async function embedAtEndpoint(endpoint: EmbeddingEndpoint, texts: string[]): Promise<Embeddings> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    vectors.push(...(await embedBatch(endpoint, texts.slice(start, start + batchSize))));
  }
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== dimensions)) throw malformedAnswer(endpoint.name);
  return { model: endpoint.model, dimensions, vectors };
}

async function embedBatch(
  { name, baseUrl, apiKey, model, allowPrivate }: EmbeddingEndpoint,
  input: string[],
): Promise<number[][]> {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/embeddings`);
  const { status, text, retryAfter } = await post(url, {
    name,
    apiKey,
    allowPrivate,
    body: { model, input },
  });
  if (status >= 300) throw errorOfStatus(name, { status, retryAfter });
  const { data } = readAnswer(name, text);
  if (data.length !== input.length) throw malformedAnswer(name);
  return data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map((row) => row.embedding);
}

type Post = { name: string; apiKey: string | null; allowPrivate: boolean | undefined; body: unknown };

async function post(
  url: URL,
  { name, apiKey, allowPrivate, body }: Post,
): Promise<{ status: number; text: string; retryAfter: string | null }> {
  try {
    const answer = await poolFor(url, allowPrivate).request({
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify(body),
      headersTimeout: 120_000,
      bodyTimeout: defaultTimeouts.idleMs,
    });
    const retryAfter = answer.headers["retry-after"];
    return {
      status: answer.statusCode,
      text: await answer.body.text(),
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    };
  } catch (thrown) {
    throw errorOfFailure(name, thrown, undefined);
  }
}

function readAnswer(name: string, text: string): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
}
