import { z } from "zod";
import type { cacheZones, checkVerdicts } from "../constants.ts";
import type { SemanticCache } from "../definition.ts";

/** What the model said when it was asked although a semantic cache had an answer, against that answer. */
export type CacheCheck = {
  route: { id: string; version: number };
  mostFalse: number;
  zone: (typeof cacheZones)[number];
  cosine: number;
  verdict: (typeof checkVerdicts)[number];
  reason: string;
  generationId: string;
  cachedFromId: string;
};

/** Which version's checks count, and what it allows. */
export type CheckShareInput = {
  route: { id: string; version: number };
  semantic: Pick<SemanticCache, "checkShare" | "mostFalse" | "atFirst">;
};

export const SemanticStateInput = z.object({ routeId: z.uuid() });
export type SemanticStateInput = z.input<typeof SemanticStateInput>;

/** How the semantic cache of a route's newest version does by its checks. */
export type SemanticState = {
  version: number;
  /** Null where it gives answers, or has none to give: its definition says which. */
  offAt: Date | null;
  checks: Record<(typeof cacheZones)[number], Record<(typeof checkVerdicts)[number], number>>;
  /** Of the hits that were checked and could be judged, those whose answer was another; null without any. */
  falseShare: { share: number; low: number; high: number; count: number } | null;
  /** Of the next questions near enough, for how many the model is asked all the same, 0..1; null where it gives no answers. */
  checkShare: number | null;
};
