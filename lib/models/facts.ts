export { connectionPresets } from "./presets.ts";

/** The embedding model that is always there. */
export const builtInEmbeddingModel = "energetic-ai/use-lite-en-512";
