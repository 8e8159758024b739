export { estimateCarbon } from "./estimate.ts";
export { gridOf } from "./grid.ts";
export type { Grid } from "./grid.ts";
export type { CarbonEstimate, CarbonInput, CarbonMethod } from "./schema.ts";
