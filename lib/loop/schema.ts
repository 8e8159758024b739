export type { Chain, ChainStep } from "./chain/schema.ts";
export { AgainstInput, overviewMetrics, overviewSplits } from "./overview/schema.ts";
export type {
  Against,
  ChangePart,
  ChangeParts,
  Contribution,
  Objective,
  Overview,
  OverviewChart,
  OverviewInput,
  OverviewMetric,
  OverviewQuery,
  OverviewSplit,
  OverviewTiles,
  ProductionRow,
  Share,
  ShareMove,
} from "./overview/schema.ts";
export type { FoundKind } from "./search/schema.ts";
