export { carbonPer1000, costPer1000, errorRate } from "./figures.ts";
export { partOf } from "./parts.ts";
export { leftOutOf, leftOutWords } from "./left-out.ts";
export {
  readScope,
  daysOf,
  daysUpTo,
  scopeOf,
  isAnySource,
  scopeHref,
  sourceName,
  environmentWords,
  scopeWords,
  spanWords,
  spanBefore,
} from "./scope.ts";
