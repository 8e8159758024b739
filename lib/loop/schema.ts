export { chainStepKinds } from "./chain/schema.ts";
export type { Chain, ChainStep } from "./chain/schema.ts";
export { AgainstInput, OverviewInput, overviewMetrics, overviewSplits } from "./overview/schema.ts";
export type {
  Against,
  ChangePart,
  ChangeParts,
  Contribution,
  Objective,
  Overview,
  OverviewChart,
  OverviewMetric,
  OverviewQuery,
  OverviewSplit,
  OverviewTiles,
  ProductionRow,
  Share,
  ShareMove,
} from "./overview/schema.ts";
export { foundKinds } from "./search/schema.ts";
export type { FoundKind } from "./search/schema.ts";
