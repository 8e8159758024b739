export { chainStepKinds, PromotionChainInput } from "./chain/schema.ts";
export type { Chain, ChainStep, ChainStepKind } from "./chain/schema.ts";
export { OverviewInput, overviewMetrics, overviewSplits } from "./overview/schema.ts";
export type {
  Against,
  ChangePart,
  ChangeParts,
  Contribution,
  NextStep,
  Objective,
  Overview,
  OverviewChart,
  OverviewMetric,
  OverviewQuery,
  OverviewSplit,
  OverviewTiles,
  ProductionRow,
  Share,
  ShareChange,
  ShareMove,
} from "./overview/schema.ts";
export type { Found, FoundKind } from "./search/schema.ts";
