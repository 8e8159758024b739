export { agreementSentence, differenceSentence, settledSentence } from "./adjudications/sentences.ts";
export { correctionProblems, problemSentence, withField } from "./corrections/shape.ts";
export type { CorrectionProblem } from "./corrections/shape.ts";
export { editDistance, wordDiff } from "./edit-distance.ts";
export { paceSentence, workLeft } from "./pace.ts";
export { editSentence, sittingSentence, undoSentence } from "./sentences.ts";
export { exploreSentence } from "./explore/sentence.ts";
