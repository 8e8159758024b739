import type { RateLeft } from "#platform/token-bucket";

/** The IETF's headers (draft-ietf-httpapi-ratelimit-headers) of a key's own limit: requests a minute, what is left, seconds until all are back. */
export function rateHeaders({ perMinute, remaining, resetS }: RateLeft): Record<string, string> {
  return {
    "ratelimit-policy": `"key";q=${perMinute};w=60`,
    ratelimit: `"key";r=${remaining};t=${resetS}`,
  };
}

/** The same beside the limits of a project, each an item of its own in the two lists. */
export function withRate(
  rate: Record<string, string>,
  limits: Record<string, string> = {},
): Record<string, string> {
  const joined = Object.entries(rate).map(([name, item]) => [
    name,
    limits[name] ? `${item}, ${limits[name]}` : item,
  ]);
  return { ...limits, ...Object.fromEntries(joined) };
}
