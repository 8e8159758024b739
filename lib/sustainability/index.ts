export { carbonEstimator, estimateCarbon } from "./estimate.ts";
