export { promotionChain } from "./chain/read.ts";
export { readOverview } from "./overview/read.ts";
export { qualityFigure } from "./overview/verdicts.ts";
export { openProject } from "./projects/open.ts";
export { searchEverything } from "./search/search-everything.ts";
