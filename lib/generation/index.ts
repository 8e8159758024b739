export { withoutSpellings } from "./answer-members.ts";
export { generate, streamGeneration, tellGeneration } from "./generate.ts";
export { isMedia } from "./media.ts";
export { testConnection } from "./test-connection.ts";
export type { GenerateOptions } from "./begin.ts";
export type { OwnInput, OwnSteps } from "./own-steps.ts";
export type { GenerateInput, GenerationEvent, GenerationProgress, LiveGeneration } from "./schema.ts";
export { chooseTargets } from "./target.ts";
export type { ToolLoop, ToolLoopOptions } from "./tool-loop.ts";
