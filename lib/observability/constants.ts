export const generationStatuses = ["succeeded", "failed", "cancelled"] as const;
/** How the cache of a route meets a call: by the same call's answer, by that of one that asks the same, by none, not asked. */
export const cacheStates = ["hit", "semantic", "miss", "bypass"] as const;
/** What a mean over calls is taken of. */
export const usageMeasures = ["cost", "carbon", "tokens"] as const;
/** A filter by what a program sent along: key=value. */
export const metadataPairPattern = /^[^=]{1,64}=.{0,200}$/s;
/** Ids that are asked for at once; who has more asks by pages. */
export const mostIds = 1_000;
