import type { GenerationSource } from "#schema/observability";

/** Calls that somebody made to use the answer; runs and tests of connections are work on the product itself. */
export const trafficSources: GenerationSource[] = ["api", "playground", "review", "seed"];
