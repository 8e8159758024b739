import { Pool } from "undici";

export type Load = {
  url: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  seconds: number;
  connections: number;
  /** Ends after so many calls, should that be sooner. */
  most?: number;
};
/** `sent` counts every call, also those of the first half second; `firstMs` is the median time to an answer's first bytes. */
export type LoadResult = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  firstMs: number;
  failed: number;
  sent: number;
};

/** Keeps so many connections busy for so long and returns throughput and latency. The first half second is not counted. */
export async function load({
  url,
  path,
  headers,
  body,
  seconds,
  connections,
  most,
}: Load): Promise<LoadResult> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const times: number[] = [];
  const firsts: number[] = [];
  let failed = 0;
  let sent = 0;
  const begin = performance.now();
  const countFrom = begin + 500;
  const end = countFrom + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end && sent < (most ?? Infinity)) {
      const start = performance.now();
      sent += 1;
      const response = await pool.request({
        path,
        method: body === undefined ? "GET" : "POST",
        headers,
        ...(body === undefined ? {} : { body }),
      });
      let first = Number.NaN;
      for await (const _ of response.body) if (Number.isNaN(first)) first = performance.now() - start;
      if (response.statusCode !== 200) failed += 1;
      if (start < countFrom) continue;
      times.push(performance.now() - start);
      firsts.push(first);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  await pool.close();
  return {
    perSecond: times.length / seconds,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    firstMs: quantile(firsts, 0.5),
    failed,
    sent,
  };
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Median with the smallest and largest value: "12.3 (11.9 to 12.8)". */
export function spread(values: number[], digits = 0): string {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const show = (value: number | undefined) => (value ?? Number.NaN).toFixed(digits);
  return `${show(median)} (${show(sorted[0])} to ${show(sorted.at(-1))})`;
}

/** The limit of a run: the same calls, so many at once, and nothing else; in seconds. */
export async function bareCalls(url: string, calls: number, atOnce = 32): Promise<number> {
  const pool = new Pool(url, { connections: atOnce });
  const begin = performance.now();
  let left = calls;
  const workerSlot = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({ path: "/v1/chat/completions", method: "POST", body: "{}" });
      await answer.body.text();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workerSlot));
  const seconds = (performance.now() - begin) / 1000;
  await pool.close();
  return seconds;
}
