import { Pool } from "undici";

export type Load = {
  url: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  seconds: number;
  connections: number;
};
export type LoadResult = { perSecond: number; p50Ms: number; p99Ms: number; failed: number };

/** Keeps so many connections busy for so long and returns throughput and latency. The first half second is not counted. */
export async function load({ url, path, headers, body, seconds, connections }: Load): Promise<LoadResult> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const times: number[] = [];
  let failed = 0;
  const begin = performance.now();
  const countFrom = begin + 500;
  const end = countFrom + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      const response = await pool.request({
        path,
        method: body === undefined ? "GET" : "POST",
        headers,
        ...(body === undefined ? {} : { body }),
      });
      await response.body.dump();
      if (response.statusCode !== 200) failed += 1;
      if (start >= countFrom) times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), failed };
}

/** Median with the smallest and largest value: "12.3 (11.9 to 12.8)". */
export function spread(values: number[], digits = 0): string {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const show = (value: number | undefined) => (value ?? Number.NaN).toFixed(digits);
  return `${show(median)} (${show(sorted[0])} to ${show(sorted.at(-1))})`;
}
