export { diffLinesOf, diffWords } from "./diff.ts";
export type { DiffPart } from "./diff.ts";
export { editDistance, tokenDistance } from "./edit-distance.ts";
export type { EditDistance } from "./edit-distance.ts";
export { chosenText, mergeTexts } from "./merge.ts";
export type { MergePiece, TextMerge, Versions } from "./merge.ts";
export { countCharacters, countWords, foldCase, foldSpaces, tokensOf } from "./words.ts";
