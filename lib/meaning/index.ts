export { type ClaimLabel, judgeClaims, mostSourceSentences, sentencesOf } from "./claims.ts";
export { otherQuestion } from "./other-question.ts";
export { languageOf } from "./language.ts";
export { type Embed, similarityOf } from "./similarity.ts";
