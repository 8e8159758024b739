import { z } from "zod";
import { Moment } from "#platform/moment";
import { type cacheStates, mostIds } from "../constants.ts";

/**
 * What the cache of a route did for a call: gave the answer of the same call, or of one that asks the same in other
 * words; had none; was passed by because the caller said so.
 */
export type CacheState = (typeof cacheStates)[number];

/** Which calls a cache's figures are of: those that began in [from, to), of one route or of all. */
export const CacheFiguresInput = z
  .object({ routeId: z.uuid().optional(), from: Moment, to: Moment })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "The end must come after the begin." });
export type CacheFiguresInput = z.input<typeof CacheFiguresInput>;
export type CacheFilter = z.output<typeof CacheFiguresInput>;

/**
 * What the caches of routes did: simulated calls are in `simulatedCount` and in no other figure. What was saved is what
 * the calls spent whose answers were given again; where that is not known, or such a call is kept no more, it is counted
 * as unknown and missing from the sum, which is null where it is known of none of them.
 */
export type CacheFigures = {
  /** Calls that asked a cache: hits of both kinds and misses. */
  asked: number;
  hits: number;
  semanticHits: number;
  misses: number;
  /** Calls that said they want no cache. */
  bypassed: number;
  /** Hits of both kinds among the calls that asked; null without any. */
  hitRate: { share: number; low: number; high: number } | null;
  saved: {
    inputTokens: number | null;
    outputTokens: number | null;
    tokensUnknown: number;
    costUsd: number | null;
    costUnknown: number;
    carbonGrams: number | null;
    carbonGramsLow: number | null;
    carbonGramsHigh: number | null;
    carbonUnknown: number;
  };
  simulatedCount: number;
};

export const CountReplaysInput = z.object({ generationIds: z.array(z.uuid()).max(mostIds) });
export type CountReplaysInput = z.input<typeof CountReplaysInput>;
