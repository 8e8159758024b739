export { problemSentence, problemsOf, withField } from "./corrections/shape.ts";
export { editDistance, wordDiff } from "./edit-distance.ts";
export { paceSentence, workLeft } from "./pace.ts";
export { editSentence, sittingSentence, undoSentence } from "./sentences.ts";
