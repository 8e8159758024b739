export { generate, streamGeneration } from "./generate.ts";
export type { GenerateOptions } from "./generate.ts";
export type { GenerateInput, GenerationEvent, GenerationProgress, LiveGeneration } from "./schema.ts";
export { chooseTargets } from "./target.ts";
