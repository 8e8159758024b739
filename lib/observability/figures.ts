import type { Usage } from "./schema.ts";

/** US dollars per 1,000 priced calls; null without any. */
export function costPer1000({ costUsd, priced }: Pick<Usage, "costUsd" | "priced">): number | null {
  return priced > 0 ? (costUsd / priced) * 1000 : null;
}

/** gCO₂e per 1,000 calls whose carbon is known; null without any. */
export function carbonPer1000(usage: Pick<Usage, "carbonGrams" | "carbonKnown">): number | null {
  return usage.carbonKnown > 0 ? (usage.carbonGrams / usage.carbonKnown) * 1000 : null;
}

/** Share of calls that failed (cancelled ones did not); null without any. */
export function errorRate({ failed, count }: Pick<Usage, "failed" | "count">): number | null {
  return count > 0 ? failed / count : null;
}
