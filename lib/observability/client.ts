export {
  answeredOf,
  answersForP95,
  carbonPer1000,
  costPer1000,
  errorRate,
  p95Of,
  p95Value,
  p95Words,
} from "./figures.ts";
export { leftOutOf, leftOutWords } from "./left-out.ts";
export {
  daysOf,
  daysUpTo,
  scopeOf,
  isAnySource,
  sourceName,
  environmentWords,
  scopeWords,
  spanWords,
} from "./scope.ts";
export { hitsByDay } from "./usage/hits-by-day.ts";
export { readScope, scopeHref } from "./scope-address.ts";
