export { editDistance, wordDiff } from "./edit-distance.ts";
export { paceSentence } from "./pace.ts";
export { editSentence, sittingSentence } from "./sentences.ts";
