export { changeWords, overviewSentence } from "./overview/sentence.ts";
export { p95Words } from "./overview/objectives.ts";
