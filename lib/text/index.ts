export { diffLinesOf, diffWords } from "./diff.ts";
export type { DiffPart } from "./diff.ts";
export { differingPart, editDistance, tokenDistance } from "./edit-distance.ts";
export type { EditDistance } from "./edit-distance.ts";
export { countRuns, countShared } from "./grams.ts";
export { chosenText, mergeTexts } from "./merge.ts";
export type { MergePiece, TextMerge, Versions } from "./merge.ts";
export { countCharacters, countWords, foldCase, foldSpaces, tokensOf, trimSpaces } from "./words.ts";
