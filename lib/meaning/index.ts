export { otherQuestion } from "./other-question.ts";
export { languageOf } from "./language.ts";
export { type Embed, type Similarity, similarityOf } from "./similarity.ts";
export type { Disagreement } from "./sides.ts";
