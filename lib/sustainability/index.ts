export { estimateCarbon } from "./estimate.ts";
