import { poolFor } from "../chat/http-pool.ts";
import { defaultTimeouts } from "../chat/transport.ts";
import { errorOfFailure } from "../chat/upstream-error.ts";

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
    const answer = await poolFor(url, allowPrivate).request({
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify(body),
      headersTimeout: headersMs,
      bodyTimeout: defaultTimeouts.idleMs,
      signal: signal ?? null,
    });
    const retryAfter = answer.headers["retry-after"];
    return {
      status: answer.statusCode,
      text: await answer.body.text(),
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    };
  } catch (thrown) {
    throw errorOfFailure(name, thrown, signal);
  }
}
