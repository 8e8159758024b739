export { connectionPresets } from "./presets.ts";

/** The embedding model that is always there. */
export const builtInEmbeddingModel = "energetic-ai/use-lite-en-512";

/** The kept price list, and the newest dated price in that release of the package. */
export const priceListSource = "genai-prices 0.1.8";
export const priceListDate = "2026-09-22";
