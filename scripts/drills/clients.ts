import { Pool } from "undici";

/** What clients were answered, counted over a drill. */
export type Answers = { acknowledged: Set<string>; refused: Map<number | string, number>; attempts: number };

export const noAnswers = (): Answers => ({ acknowledged: new Set(), refused: new Map(), attempts: 0 });

/**
 * Keeps so many connections busy until the signal fires, half of them with streams. Acknowledged is what a client read to
 * its end: a whole JSON body, or a stream up to [DONE].
 */
export async function keepCalling(
  answers: Answers,
  {
    url,
    apiKey,
    connections,
    signal,
  }: { url: string; apiKey: string; connections: number; signal: AbortSignal },
): Promise<void> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const lane = async (_: unknown, index: number) => {
    while (!signal.aborted) {
      answers.attempts += 1;
      const result = await callOnce(pool, apiKey, index % 2 === 1);
      if (typeof result === "object") answers.acknowledged.add(result.id);
      else {
        answers.refused.set(result, (answers.refused.get(result) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  await pool.destroy();
}

async function callOnce(
  pool: Pool,
  apiKey: string,
  isStream: boolean,
): Promise<{ id: string } | number | string> {
  try {
    const { statusCode, headers, body } = await pool.request({
      path: "/api/v1/chat/completions",
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        model: "prompt:bench/triage@served",
        variables: { ticket: "Where is my parcel?" },
        stream: isStream,
      }),
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    const text = await body.text();
    if (statusCode !== 200)
      return statusCode === 503 && headers["retry-after"] ? "503 with Retry-After" : statusCode;
    if (isStream && !text.trimEnd().endsWith("data: [DONE]")) return "cut off";
    return { id: String(headers["x-valueloop-generation-id"]) };
  } catch {
    return "no answer";
  }
}
