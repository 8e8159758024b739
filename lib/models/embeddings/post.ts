import { requestAt } from "../chat/http-pool.ts";
import { defaultTimeouts } from "../chat/transport.ts";
import { errorOfFailure, retryAfterIn } from "../chat/upstream-error.ts";

type Asked = {
  /** Below the server's base address. */
  path?: "embeddings" | "moderations";
  /** The connection's, for words. */
  name: string;
  baseUrl: string;
  apiKey: string | null;
  body: object;
  /** How long to wait for the first byte. */
  headersMs: number;
  allowPrivate?: boolean | undefined;
  signal?: AbortSignal | undefined;
};

/** One POST to a server's `/embeddings`, or another address that answers at once, whatever it answers. Throws upstream_failed, upstream_timeout, cancelled. */
export async function postEmbeddings({
  path = "embeddings",
  name,
  baseUrl,
  apiKey,
  body,
  headersMs,
  allowPrivate,
  signal,
}: Asked): Promise<{ status: number; text: string; retryAfter: string | null }> {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/${path}`);
  try {
    const options = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify(body),
      headersTimeout: headersMs,
      bodyTimeout: defaultTimeouts.idleMs,
      signal: signal ?? null,
    } as const;
    const answer = await requestAt(url, options, { allowPrivate });
    return {
      status: answer.statusCode,
      text: await answer.body.text(),
      retryAfter: retryAfterIn(answer.headers),
    };
  } catch (thrown) {
    throw errorOfFailure(name, thrown, signal);
  }
}
