export { carbonPer1000, costPer1000, errorRate } from "./figures.ts";
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
export { readScope, scopeHref } from "./scope-address.ts";
