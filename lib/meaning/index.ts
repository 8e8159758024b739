export { contradictionOf } from "./contradiction.ts";
export { disagreementOf } from "./disagreement.ts";
export { languageOf } from "./language.ts";
export { type Embed, type Similarity, similarityOf } from "./similarity.ts";
export { type Disagreement, sidesOf } from "./sides.ts";
