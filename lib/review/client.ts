export { paceSentence, workLeft } from "./pace.ts";
export { decisionsSentence, editSentence, sessionSentence, undoSentence } from "./describe.ts";
export { agreementSentence, differenceSentence, settledSentence } from "./adjudications/describe.ts";
export { correctionProblems, problemSentence, withField } from "./corrections/shape.ts";
export { exploreSentence } from "./explore/sentence.ts";
export { leftOutWords as leftOutOfDatasetWords } from "./corrections/left-out.ts";
export { nextQueueOf, type NextQueue, waitingSentence } from "./queues/waiting.ts";
