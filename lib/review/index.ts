export { cohenKappa } from "./agreement.ts";
export { editDistance, wordDiff } from "./edit-distance.ts";
