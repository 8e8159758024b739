import "./answers/expire.ts";
import "./data.ts";

export { forgetAnswers } from "./answers/forget.ts";
export { keepCachedAnswer } from "./answers/keep.ts";
export {
  answerLeaseMs,
  endAnswerLease,
  renewAnswerLease,
  takeAnswerLease,
  watchAnswer,
} from "./answers/lease.ts";
export { pinAnswer } from "./answers/pin.ts";
export { findKeptAnswer, listCachedAnswers } from "./answers/read.ts";
export { type Candidate, chooseOrder } from "./choice/choose.ts";
export { everyFailure, type FallbackRules, mayFallBack } from "./choice/fall-back.ts";
export { withSla } from "./choice/with-sla.ts";
export { stickyKeyOf } from "./choice/sticky-key.ts";
export { healthOf } from "./health/health-of.ts";
export { getRouteHealth } from "./health/read.ts";
export { /** @internal */ TargetHealth } from "./health/target-health.ts";
export { findModel, findTarget, parseModelReference, parsePromptReference } from "./names/find.ts";
export { nameTarget, targetNames } from "./names/target-names.ts";
export { archiveRoute } from "./routes/archive.ts";
export { createRoute } from "./routes/create.ts";
export { explainRoute } from "./routes/explain.ts";
export { listOfferedRoutes } from "./routes/offered.ts";
export { getRoute, listRoutes, listRouteVersions } from "./routes/read.ts";
export { resolveRoute } from "./routes/resolve.ts";
export { saveRoute } from "./routes/save.ts";
export { takeTurn } from "./routes/take-turn.ts";
export { recordCacheCheck } from "./semantic/check.ts";
export { getCheckShare } from "./semantic/share.ts";
export { findSimilarAnswers } from "./semantic/similar.ts";
export { getSemanticState, restartSemanticCache } from "./semantic/state.ts";
export type {
  AnswerMeaning,
  CacheCheck,
  CachedAnswer,
  FoundAnswer,
  KeptAnswer,
  ResolvedRoute,
  Route,
  RouteExplanation,
  RouteVersion,
  SemanticState,
  SimilarAnswer,
  TargetState,
} from "./schema.ts";
export {
  isRoute,
  isSameTarget,
  namedTarget,
  plainTarget,
  routeLabel,
  soleModelOf,
  targetLabel,
} from "./pinned.ts";
