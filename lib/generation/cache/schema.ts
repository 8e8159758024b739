import { z } from "zod";
import type { CacheState } from "#schema/observability";

/** `refresh` asks a model and keeps its answer, `bypass` keeps nothing; with `use` an answer may have an age, in seconds. */
export const CacheWish = z.object({
  mode: z.enum(["use", "refresh", "bypass"]).default("use"),
  maxAgeSeconds: z.number().min(0).optional(),
});
export type CacheWish = z.input<typeof CacheWish>;

/** How the cache of its route met a call; of an answer that was given again how old it was, in whole seconds. */
export type CacheUse = { state: CacheState; ageSeconds: number | null };
