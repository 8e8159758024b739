export * from "./cached/schema.ts";
export * from "./generations/schema.ts";
export * from "./traces/schema.ts";
export * from "./usage/schema.ts";
export {
  allTime,
  anyScope,
  everyCall,
  noEnvironment,
  Scope,
  scopeDays,
  ScopeQuery,
  scopeShape,
  usualScope,
} from "./scope.ts";
export { ScopePart, scopeParts } from "./parts.ts";
export { GenerationSource, generationSources } from "./sources.ts";
